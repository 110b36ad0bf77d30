/** The REST half of the protocol, from the page. Every answer is checked before anyone sees it. */
import {
  API_ROOT,
  apiErrorSchema,
  librarySchema,
  runSummarySchema,
  scenarioTextSchema,
  type ApiDiagnostic,
  type LibraryEntry,
  type RunSummary,
  type StartRun,
} from '../../src/protocol/index.ts'
import { token } from './token.ts'

/** The server said no, and why. */
export class ApiFailure extends Error {
  override name = 'ApiFailure'
  readonly diagnostics: readonly ApiDiagnostic[]

  constructor(message: string, diagnostics: readonly ApiDiagnostic[] = []) {
    super(message)
    this.diagnostics = diagnostics
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
    if (failure.success) throw new ApiFailure(failure.data.error, failure.data.diagnostics)
    throw new ApiFailure(`The server answered ${response.status}.`)
  }
  const checked = schema.safeParse(answer)
  if (!checked.success) throw new ApiFailure('The server speaks another version than this page; reload it.')
  return checked.data
}

export const getLibrary = async (): Promise<LibraryEntry[]> =>
  (await call(librarySchema, 'GET', '/scenarios')).scenarios
export const getText = async (name: string): Promise<string> =>
  (await call(scenarioTextSchema, 'GET', `/scenarios/${name}`)).text
export const startRun = (request: StartRun): Promise<RunSummary> =>
  call(runSummarySchema, 'POST', '/runs', request)
export const stopRun = (id: string): Promise<RunSummary> => call(runSummarySchema, 'DELETE', `/runs/${id}`)
