// What 404.html needs: where the app lies, as nobody else can tell who is shown at any depth. This file lies at its root,
// and knows its own address; the page asks for it at every height, and the one that is there answers.

const root = new URL('.', import.meta.url);
for (const link of document.querySelectorAll('a[data-to]')) link.href = new URL(link.dataset.to, root).href;

const sheet = new CSSStyleSheet(); // allowed by a policy that forbids styles inside the page
sheet.replaceSync(`
  :root { font: 1.125rem/1.5 system-ui, sans-serif }
  body { max-width: 36rem; margin: 3rem auto; padding: 0 1.25rem }
  a { display: inline-block; padding: .75rem 0; color: inherit; font-weight: 700 }
`);
document.adoptedStyleSheets = [sheet];
