/**
 * The REST half: the library, a scenario's text, the list of runs, and starting or stopping one.
 * Paths stand in docs/protocol.md. Every answer that is no success is an ApiError.
 */
import { z } from 'zod'

/** Raised when an older page could misread a message; page and server must have the same one. */
export const PROTOCOL_VERSION = 3
export const API_ROOT = '/api/v1'

/** Longest scenario text that is read, bytes in UTF-8. */
export const MAX_TEXT_BYTES = 256 * 1024

/** A scenario's file name without `.yaml`: no dot, no slash, so it can name nothing outside the library. */
export const scenarioName = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a name of a-z, 0-9 and -')
  .max(80)
export const runId = z.string().regex(/^[a-z0-9-]{1,100}$/, 'a run id')
export const seed = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

/** A mistake at its place, in the words of `nearmiss check`. */
export const diagnosticSchema = z.strictObject({
  file: z.string(),
  /** From 1, as the columns, which count UTF-16 units. */
  line: z.int(),
  column: z.int(),
  /** Columns that it covers, at least 1. */
  length: z.int().min(1),
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  /** What is wrong, what was expected, what may be meant. */
  message: z.string(),
  /** What to write in its place; null: nothing comes to mind. */
  suggestion: z.string().nullable(),
})
export type ApiDiagnostic = z.infer<typeof diagnosticSchema>

export const apiErrorSchema = z.strictObject({
  /** One sentence that says what was wrong and what would be right. */
  error: z.string(),
  /** Where in the scenario's text, when that is what was wrong. */
  diagnostics: z.array(diagnosticSchema),
})
export type ApiError = z.infer<typeof apiErrorSchema>

export const aboutSchema = z.strictObject({ name: z.string(), version: z.string(), protocol: z.int() })
export type About = z.infer<typeof aboutSchema>

/** A parameter as a form shows it. Numbers are in `unit`, as the file's author wrote them, not in SI. */
export const parameterSchema = z.strictObject({
  name: z.string(),
  description: z.string().nullable(),
  unit: z.string(),
  /** Of the distribution's support; null: unbounded on that side. */
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** What may be chosen; null: any number of the range. */
  choices: z.array(z.union([z.number(), z.string()])).nullable(),
  /** What the file's own seed draws. */
  value: z.union([z.number(), z.string()]),
  /** The distribution in a few words, e.g. "uniform 30 ... 60 m". */
  distribution: z.string(),
})
export type ParameterInfo = z.infer<typeof parameterSchema>

const point = z.tuple([z.number(), z.number()])

/** The scenario at its start, seen from above; metres, world x and y. */
export const sketchSchema = z.strictObject({
  /** Stretches of road near the actors: reference line and edge of the pavement. */
  roads: z.array(
    z.strictObject({
      centre: z.array(point),
      outline: z.array(point),
      /** It leads through a junction: lines across it would cross. */
      junction: z.boolean(),
    }),
  ),
  surface: z.string(),
  verge: z.string(),
  patches: z.array(z.strictObject({ kind: z.string(), outline: z.array(point) })),
  /** Centre of the body, heading (rad), length and width. */
  actors: z.array(
    z.strictObject({
      id: z.string(),
      at: point,
      heading: z.number(),
      size: point,
    }),
  ),
})
export type Sketch = z.infer<typeof sketchSchema>

export const libraryEntrySchema = z.strictObject({
  name: scenarioName,
  title: z.string(),
  description: z.string(),
  tags: z.record(z.string(), z.array(z.union([z.string(), z.number()]))),
  seed: z.number(),
  /** Longest simulated time, s. */
  duration: z.number(),
  actors: z.array(z.strictObject({ id: z.string(), model: z.string() })),
  parameters: z.array(parameterSchema),
  /** Null when the file has mistakes. */
  sketch: sketchSchema.nullable(),
  /** The file's mistakes; such an entry cannot be run. */
  diagnostics: z.array(diagnosticSchema),
})
export type LibraryEntry = z.infer<typeof libraryEntrySchema>
export const librarySchema = z.strictObject({ scenarios: z.array(libraryEntrySchema) })

/** Tells one content of a file from another. */
const textVersion = z.string().regex(/^[0-9a-f]{16}$/, 'the version that came with the text')
const scenarioText = z.string().max(MAX_TEXT_BYTES)

export const scenarioTextSchema = z.strictObject({
  name: scenarioName,
  text: z.string(),
  version: textVersion,
})
export type ScenarioText = z.infer<typeof scenarioTextSchema>

/** Writes a scenario's file. `version`: of the text that was edited; null: there is no such file yet. */
export const saveTextSchema = z.strictObject({ text: scenarioText, version: textVersion.nullable() })
export type SaveText = z.infer<typeof saveTextSchema>

/** Asks what is wrong with a text that stands for the scenario of this name. */
export const checkTextSchema = z.strictObject({ name: scenarioName, text: scenarioText })
export type CheckText = z.infer<typeof checkTextSchema>

export const checkedTextSchema = z.strictObject({
  /** Errors and warnings in the order of files and lines. */
  diagnostics: z.array(diagnosticSchema),
  /** What the text says; null: it has errors. */
  facts: z
    .strictObject({
      title: z.string(),
      seed: z.number(),
      actors: z.array(z.string()),
      parameters: z.array(parameterSchema),
    })
    .nullable(),
})
export type CheckedText = z.infer<typeof checkedTextSchema>

const word = z.strictObject({ name: z.string(), meaning: z.string() })

/** What an editor must know of the language to complete and to explain it. */
export const languageSchema = z.strictObject({
  /** JSON Schema (draft 7) of a scenario. */
  schema: z.record(z.string(), z.unknown()),
  /** Files that a scenario can name. */
  models: z.array(z.string()),
  tyres: z.array(z.string()),
  /** What conditions read: of an actor, of the run, of two actors, of numbers. */
  signals: z.array(word),
  globals: z.array(word),
  functions: z.array(word),
})
export type Language = z.infer<typeof languageSchema>

/** What to run: a scenario of the library by name, or a text; with both, the text in that scenario's place. */
export const startRunSchema = z
  .strictObject({
    scenario: scenarioName.optional(),
    text: scenarioText.optional(),
    /** Left out: the file's own. */
    seed: seed.optional(),
    /** Values as YAML writes them ('20 m/s'), by parameter; they replace what the seed would draw. */
    parameters: z.record(z.string().max(80), z.string().max(200)).default({}),
  })
  .refine((r) => r.scenario !== undefined || r.text !== undefined, 'give "scenario" or "text" or both')
export type StartRun = z.input<typeof startRunSchema>

export const RUN_STATUSES = ['queued', 'running', 'ended', 'stopped', 'failed'] as const

export const runSummarySchema = z.strictObject({
  id: runId,
  scenario: z.string(),
  title: z.string(),
  /** Of the scenario's tags; '': none. */
  hazard: z.string(),
  seed: z.number(),
  /** Resolved, SI. */
  parameters: z.record(z.string(), z.union([z.number(), z.string()])),
  /** queued: it waits for others to end; ended: the scenario came to its end; stopped: a viewer asked for it; failed: see `error`. */
  status: z.enum(RUN_STATUSES),
  /** Control steps recorded so far. */
  steps: z.int(),
  /** Simulated time so far, and the most there can be, s. */
  time: z.number(),
  duration: z.number(),
  /** Of the server's clock, ISO 8601. */
  started: z.string(),
  error: z.string().nullable(),
  outcome: z
    .strictObject({
      kind: z.enum(['collision', 'near-miss', 'harmless']),
      /** Smallest time to collision of the ego with anybody, s, and with whom; null: never on a course to meet. */
      minTtc: z.number().nullable(),
      minTtcWith: z.string().nullable(),
      /** The subject's worst values, those that it had: when (s), and of whom. */
      extremes: z.array(
        z.strictObject({
          metric: z.string(),
          unit: z.string(),
          value: z.number(),
          time: z.number(),
          actors: z.array(z.string()),
        }),
      ),
      /** 'failed' when an expectation that gives a verdict did not hold. */
      result: z.enum(['passed', 'failed']),
      expectations: z.array(
        z.strictObject({ id: z.string(), as: z.enum(['verdict', 'label']), held: z.boolean() }),
      ),
    })
    .nullable(),
})
export type RunSummary = z.infer<typeof runSummarySchema>

/** Writes a run that is over as a data set. */
export const startExportSchema = z.strictObject({
  run: runId,
  format: z.string().max(40),
  /** Of each sensor, from the start; null: all. */
  frames: z.int().min(1).max(1_000_000).nullable(),
  /** Ids of the run's own sensors; empty: all. */
  sensors: z.array(z.string().max(200)).max(100),
})
export type StartExport = z.infer<typeof startExportSchema>

export const exportJobSchema = z.strictObject({
  id: z.string(),
  run: runId,
  title: z.string(),
  seed: z.number(),
  format: z.string(),
  status: z.enum(['running', 'ended', 'stopped', 'failed']),
  frames: z.int(),
  /** If nothing ends the run early; null: not known yet. */
  expected: z.int().nullable(),
  /** Where the data set lies on the server's machine, once it has ended. */
  folder: z.string(),
  error: z.string().nullable(),
})
export type ExportJob = z.infer<typeof exportJobSchema>

export const exportsSchema = z.strictObject({
  /** Formats that can be had. */
  formats: z.array(z.string()),
  /** Newest first. */
  exports: z.array(exportJobSchema),
})
export type ExportList = z.infer<typeof exportsSchema>

/** Name of a folder of results directly in a folder that the server was given: no slash, no dot at its start. */
export const resultName = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'the name of a folder')
  .max(200)

/** Rows of a sweep's table that a page gets; of a longer one every so-manieth. */
export const MAX_SWEEP_ROWS = 5000

export const sweepsSchema = z.strictObject({
  /** By name. */
  sweeps: z.array(z.strictObject({ name: resultName, scenarios: z.array(z.string()), runs: z.int().min(0) })),
})
export type SweepList = z.infer<typeof sweepsSchema>

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** A sweep's table, as docs/sweeps.md has it. */
export const sweepTableSchema = z.strictObject({
  name: resultName,
  /** As the table names them; a parameter's begins with `param_`. */
  columns: z.array(z.string()).max(1000),
  /** Of all its rows. */
  total: z.int().min(0),
  /** Numbers of the rows that are here, from 1, and their cells in the order of the columns. */
  numbers: z.array(z.int().min(1)).max(MAX_SWEEP_ROWS),
  rows: z.array(z.array(cell)).max(MAX_SWEEP_ROWS),
})
export type SweepTable = z.infer<typeof sweepTableSchema>

/** Makes a row's run again, to be watched. `row`: its number, from 1. */
export const startRowSchema = z.strictObject({ row: z.int().min(1) })
export type StartRow = z.infer<typeof startRowSchema>

/** Frames of a data set in one answer. */
export const MAX_FRAMES = 60

/** What can be chosen in a data set: each with the number of frames that have it. */
const facets = z.array(z.strictObject({ name: z.string(), frames: z.int() }))

export const dataSetSchema = z.strictObject({
  name: resultName,
  frames: z.int(),
  labels: z.int(),
  /** Of labelled objects. */
  classes: facets,
  sensors: facets,
  /** Weather and surroundings: the scenario's `odd` tags. */
  conditions: facets,
  /** What the clip is of and what it came to: its hazard, its outcome. */
  events: facets,
})
export type DataSet = z.infer<typeof dataSetSchema>

export const dataSetsSchema = z.strictObject({
  /** By name. `browsable`: has the COCO part that is read for it. */
  sets: z.array(z.strictObject({ name: resultName, formats: z.array(z.string()), browsable: z.boolean() })),
})
export type DataSetList = z.infer<typeof dataSetsSchema>

const chosen = z.string().min(1).max(200).optional()

/** Which frames of a data set: of those that fit every filter, number `first` and the ones after it. */
export const framesQuerySchema = z.strictObject({
  first: z.coerce.number().int().min(0).max(1e9),
  count: z.coerce.number().int().min(1).max(MAX_FRAMES),
  class: chosen,
  sensor: chosen,
  condition: chosen,
  event: chosen,
  /** Has an object (of the class, if one is asked for) that is hidden by at least this share. */
  occlusion: z.coerce.number().min(0).max(1).optional(),
})
export type FramesQuery = z.infer<typeof framesQuerySchema>

export const framesSchema = z.strictObject({
  /** That fit the filters. */
  total: z.int().min(0),
  frames: z
    .array(
      z.strictObject({
        id: z.int(),
        file: z.string(),
        clip: z.string(),
        sensor: z.string(),
        frame: z.int(),
        width: z.int(),
        height: z.int(),
        /** A small JPEG, base64; null: the picture cannot be read. */
        thumbnail: z.string().nullable(),
        objects: z.array(
          z.strictObject({
            class: z.string(),
            actor: z.string(),
            /** Left, top, width, height, px of the whole picture. */
            box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
            occlusion: z.number(),
          }),
        ),
      }),
    )
    .max(MAX_FRAMES),
})
export type Frames = z.infer<typeof framesSchema>
