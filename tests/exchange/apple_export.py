"""Makes exports of Apple Health: the form of a real `export.xml`, with made-up contents."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import quoteattr

DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary|ClinicalRecord|Audiogram|VisionPrescription)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT ExportDate EMPTY>
<!ATTLIST ExportDate
  value CDATA #REQUIRED
>
<!ELEMENT Me EMPTY>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  unit          CDATA #IMPLIED
  value         CDATA #IMPLIED
  sourceName    CDATA #REQUIRED
  sourceVersion CDATA #IMPLIED
  device        CDATA #IMPLIED
  creationDate  CDATA #IMPLIED
  startDate     CDATA #REQUIRED
  endDate       CDATA #REQUIRED
>
<!ELEMENT Workout ((MetadataEntry|WorkoutEvent|WorkoutRoute|WorkoutStatistics)*)>
]>
"""  # noqa: E501
BROKEN_DESCRIPTION = DESCRIPTION.replace("  locale CDATA #REQUIRED\n>\n", "  locale CDATA #REQUIRED\n")
"""As iOS 16 wrote it: the end of an attribute list is missing."""
HEAD = """<HealthData locale="en_GB">
 <ExportDate value="2026-03-02 09:00:00 +0000"/>
 <Me HKCharacteristicTypeIdentifierDateOfBirth="1970-01-01" HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexNotSet" HKCharacteristicTypeIdentifierBloodType="HKBloodTypeNotSet" HKCharacteristicTypeIdentifierFitzpatrickSkinType="HKFitzpatrickSkinTypeNotSet"/>
"""  # noqa: E501
DEVICE = "<<HKDevice: 0x28>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,1, software:10.1>"
SLEEP, WATER = "HKCategoryTypeIdentifierSleepAnalysis", "HKQuantityTypeIdentifierDietaryWater"
CAFFEINE, MASS = "HKQuantityTypeIdentifierDietaryCaffeine", "HKQuantityTypeIdentifierBodyMass"
HEART = "HKQuantityTypeIdentifierHeartRate"


def record(
    type: str,
    start: str,
    end: str | None = None,
    *,
    value: object = None,
    unit: str | None = None,
    source: str = "Watch",
    created: str | None = None,
    zone: str | None = None,
) -> str:
    """One record, in the order of Apple's attributes."""
    said = {
        "type": type, "sourceName": source, "sourceVersion": "10.1", "device": DEVICE, "unit": unit,
        "creationDate": created or end or start, "startDate": start, "endDate": end or start, "value": value,
    }  # fmt: skip
    attributes = " ".join(f"{name}={quoteattr(str(one))}" for name, one in said.items() if one is not None)
    if zone is None:
        return f" <Record {attributes}/>\n"
    return f' <Record {attributes}>\n  <MetadataEntry key="HKTimeZone" value={quoteattr(zone)}/>\n </Record>\n'


def asleep(start: str, end: str, stage: str = "AsleepCore", **more: str | None) -> str:
    return record(SLEEP, start, end, value=f"HKCategoryValueSleepAnalysis{stage}", **more)  # type: ignore[arg-type]


def workout(kind: str, start: str, end: str, source: str = "Watch", created: str | None = None) -> str:
    return f""" <Workout workoutActivityType="HKWorkoutActivityType{kind}" duration="30.5" durationUnit="min" sourceName={quoteattr(source)} sourceVersion="10.1" creationDate="{created or end}" startDate="{start}" endDate="{end}">
  <MetadataEntry key="HKIndoorWorkout" value="0"/>
  <WorkoutEvent type="HKWorkoutEventTypePause" date="{start}"/>
  <WorkoutStatistics type="HKQuantityTypeIdentifierActiveEnergyBurned" startDate="{start}" endDate="{end}" sum="200" unit="kcal"/>
  <WorkoutRoute sourceName="Watch" creationDate="{end}" startDate="{start}" endDate="{end}"><FileReference path="/workout-routes/route.gpx"/></WorkoutRoute>
 </Workout>
"""  # noqa: E501


def xml(*parts: str, description: str = DESCRIPTION) -> str:
    return description + HEAD + "".join(parts) + "</HealthData>\n"


def zipped(file: Path, text: str | bytes, name: str = "apple_health_export/export.xml") -> Path:
    """The file as an iPhone packs it: beside it the same for hospitals, and the ways of workouts."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("apple_health_export/export_cda.xml", "<ClinicalDocument/>")
        archive.writestr("apple_health_export/workout-routes/route.gpx", "<gpx/>")
        archive.writestr(name, text)
    return file


def years(days: int, heart_per_day: int = 300) -> Iterator[str]:
    """Days of somebody who wears a watch and lays a phone beside the bed, the types in the order of Apple's file."""
    first = datetime(2015, 1, 1, 22, 30)

    def at(moment: datetime) -> str:
        return f"{moment:%Y-%m-%d %H:%M:%S} +0100"

    for day in range(days):
        for nth in range(heart_per_day):
            moment = first + timedelta(days=day, seconds=280 * nth)
            yield record(HEART, at(moment), value=60 + nth % 40, unit="count/min")
    for day in range(days):
        noon = first + timedelta(days=day, hours=14)
        yield from (
            record(WATER, at(noon + timedelta(hours=nth)), value=250, unit="mL", source="Phone") for nth in range(5)
        )
        yield record(CAFFEINE, at(noon), value=80, unit="mg", source="Phone")
    for day in range(days):
        night = first + timedelta(days=day)
        yield asleep(at(night), at(night + timedelta(hours=8)), "InBed", source="Phone")
        yield asleep(at(night), at(night + timedelta(hours=8)), "AsleepUnspecified", source="Phone")
        for nth in range(14):
            part = night + timedelta(minutes=30 * nth)
            stage = ("AsleepCore", "AsleepDeep", "AsleepREM", "Awake")[nth % 4]
            yield asleep(at(part), at(part + timedelta(minutes=30)), stage)
    for day in range(0, days, 3):
        start = first + timedelta(days=day, hours=9)
        yield workout("Running", at(start), at(start + timedelta(minutes=31)))


def write_large(file: Path, parts: Iterable[str]) -> int:
    """Write an export as it comes; the bytes of its `export.xml`."""
    size = 0
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("apple_health_export/export.xml", "w", force_zip64=True) as out,
    ):
        for part in _all(parts):
            size += out.write(part.encode())
    return size


def _all(parts: Iterable[str]) -> Iterator[str]:
    yield DESCRIPTION + HEAD
    yield from parts
    yield "</HealthData>\n"
