/** The REST half of the protocol, from the page. Every answer is checked before anyone sees it. */
import {
  API_ROOT,
  apiErrorSchema,
  checkedTextSchema,
  dataSetSchema,
  dataSetsSchema,
  exportJobSchema,
  exportsSchema,
  framesSchema,
  languageSchema,
  librarySchema,
  runHeadSchema,
  runSummarySchema,
  scenarioTextSchema,
  sweepsSchema,
  sweepTableSchema,
  type ApiDiagnostic,
  type CheckedText,
  type CheckText,
  type DataSet,
  type DataSetList,
  type ExportJob,
  type ExportList,
  type Frames,
  type FramesQuery,
  type Language,
  type LibraryEntry,
  type RunHead,
  type RunSummary,
  type SaveText,
  type ScenarioText,
  type StartExport,
  type StartRun,
  type SweepList,
  type SweepTable,
} from '../../src/protocol/index.ts'
import { token } from './token.ts'

/** The server said no, and why. */
export class ApiFailure extends Error {
  override name = 'ApiFailure'
  readonly diagnostics: readonly ApiDiagnostic[]
  /** Of HTTP; null: there was no answer. */
  readonly status: number | null

  constructor(message: string, diagnostics: readonly ApiDiagnostic[] = [], status: number | null = null) {
    super(message)
    this.diagnostics = diagnostics
    this.status = status
  }
}

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: { message: string } }
}

const call = async <T>(schema: Schema<T>, method: string, path: string, body?: unknown): Promise<T> => {
  const headers: Record<string, string> = {}
  if (token !== null) headers['authorization'] = `Bearer ${token}`
  if (body !== undefined) headers['content-type'] = 'application/json'
  const sent = fetch(`${API_ROOT}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const response = await sent.catch(() => {
    throw new ApiFailure('The server does not answer. Is nearmiss still running?')
  })
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) {
    const failure = apiErrorSchema.safeParse(answer)
    if (failure.success) throw new ApiFailure(failure.data.error, failure.data.diagnostics, response.status)
    throw new ApiFailure(`The server answered ${response.status}.`, [], response.status)
  }
  const checked = schema.safeParse(answer)
  if (!checked.success) throw new ApiFailure('The server speaks another version than this page; reload it.')
  return checked.data
}

export const getLibrary = async (): Promise<LibraryEntry[]> =>
  (await call(librarySchema, 'GET', '/scenarios')).scenarios
export const getText = (name: string): Promise<ScenarioText> =>
  call(scenarioTextSchema, 'GET', `/scenarios/${name}`)
/** Fails with status 409 when the file is not the one that `version` names. */
export const saveText = (name: string, request: SaveText): Promise<ScenarioText> =>
  call(scenarioTextSchema, 'PUT', `/scenarios/${name}`, request)
export const checkText = (request: CheckText): Promise<CheckedText> =>
  call(checkedTextSchema, 'POST', '/check', request)
export const getLanguage = (): Promise<Language> => call(languageSchema, 'GET', '/language')
export const startRun = (request: StartRun): Promise<RunSummary> =>
  call(runSummarySchema, 'POST', '/runs', request)
export const getRun = (id: string): Promise<RunHead> => call(runHeadSchema, 'GET', `/runs/${id}`)
/** Ends a run that goes on or waits; takes one that is over out of the history. */
export const stopRun = (id: string): Promise<RunSummary> => call(runSummarySchema, 'DELETE', `/runs/${id}`)
export const getExports = (): Promise<ExportList> => call(exportsSchema, 'GET', '/exports')
export const startExport = (request: StartExport): Promise<ExportJob> =>
  call(exportJobSchema, 'POST', '/exports', request)
export const cancelExport = (id: string): Promise<ExportJob> =>
  call(exportJobSchema, 'DELETE', `/exports/${id}`)

const nameInPath = (name: string): string => encodeURIComponent(name)

export const getSweeps = (): Promise<SweepList> => call(sweepsSchema, 'GET', '/sweeps')
export const getSweep = (name: string): Promise<SweepTable> =>
  call(sweepTableSchema, 'GET', `/sweeps/${nameInPath(name)}`)
/** Makes a row's run again; rows count from 1. */
export const startRow = (name: string, row: number): Promise<RunSummary> =>
  call(runSummarySchema, 'POST', `/sweeps/${nameInPath(name)}/runs`, { row })
export const getDataSets = (): Promise<DataSetList> => call(dataSetsSchema, 'GET', '/data-sets')
export const getDataSet = (name: string): Promise<DataSet> =>
  call(dataSetSchema, 'GET', `/data-sets/${nameInPath(name)}`)

/** Which frames of a data set; what is left out may be anything. */
export type FrameFilters = Partial<Omit<FramesQuery, 'first' | 'count'>>

export const getFrames = (
  name: string,
  query: FrameFilters & Pick<FramesQuery, 'first' | 'count'>,
): Promise<Frames> => {
  const fields = Object.entries(query).map(([key, value]): [string, string] => [key, String(value)])
  return call(
    framesSchema,
    'GET',
    `/data-sets/${nameInPath(name)}/frames?${new URLSearchParams(fields).toString()}`,
  )
}
