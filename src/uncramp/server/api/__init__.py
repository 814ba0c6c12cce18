"""The API below `/api/v1`: one router a module; `app.API` lists them."""
