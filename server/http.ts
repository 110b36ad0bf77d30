/** The REST half of docs/protocol.md, and the page's files. */
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import {
  API_ROOT,
  MAX_TEXT_BYTES,
  PROTOCOL_VERSION,
  checkTextSchema,
  framesQuerySchema,
  runId,
  saveTextSchema,
  startExportSchema,
  startRowSchema,
  scenarioName,
  startRunSchema,
  type About,
  type ApiError,
  type ExportList,
  type RunHead,
} from '../src/protocol/index.ts'
import { ExportRefusal, type Exports } from './exports.ts'
import { bearer, type Guard } from './guard.ts'
import { LibraryRefusal, type Library } from './library.ts'
import type { Results } from './results.ts'
import type { Run } from './run.ts'
import { TooManyRuns, type Runs } from './runs.ts'

export interface HttpOptions {
  readonly library: Library
  readonly results: Results
  readonly runs: Runs
  readonly exports: Exports
  readonly guard: Guard
  readonly clientDir: string
  readonly version: string
  /** Of the programme's faults; what a user does wrong is not logged. */
  readonly log: (text: string) => void
}

/** Requests a minute from one address; a page makes about ten when it opens. */
const REQUESTS_PER_MINUTE = 600
/** Fields around the text. */
const BODY_SPARE_BYTES = 16 * 1024

export const createHttp = (options: HttpOptions): Express => {
  const { guard, clientDir, log } = options
  const app = express()
  app.disable('x-powered-by')
  app.use(securityHeaders())
  app.use((request, response, next) => {
    const why = guard.refusal(request.headers)
    if (why === null) next()
    else refuse(response, 403, why)
  })
  app.use(API_ROOT, api(options))
  app.use(
    express.static(clientDir, {
      dotfiles: 'ignore',
      setHeaders: (response, path) => {
        // Vite names these files by their content.
        const forever = /[\\/]assets[\\/]/.test(path)
        response.setHeader('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    }),
  )
  app.use((request, response) => refuse(response, 404, `There is nothing at ${request.path.slice(0, 200)}.`))
  app.use(onError(log))
  return app
}

const api = (options: HttpOptions): express.Router => {
  const { library, runs, exports, guard, version } = options
  const router = express.Router()
  router.use(
    rateLimit({
      windowMs: 60_000,
      limit: REQUESTS_PER_MINUTE,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
    }),
  )
  router.get('/about', (_request, response) => {
    response.json({ name: 'nearmiss', version, protocol: PROTOCOL_VERSION } satisfies About)
  })
  router.use(needToken(guard))
  router.use(express.json({ limit: MAX_TEXT_BYTES + BODY_SPARE_BYTES }))

  router.get('/scenarios', async (_request, response) => {
    response.json({ scenarios: await library.list() })
  })
  router.get('/scenarios/:name', async (request, response) => {
    response.json(await library.text(nameOf(request)))
  })
  router.put('/scenarios/:name', async (request, response) => {
    response.json(await library.save(nameOf(request), checked(saveTextSchema, request.body)))
  })
  router.post('/check', async (request, response) => {
    response.json(await library.check(checked(checkTextSchema, request.body)))
  })
  router.get('/language', async (_request, response) => {
    response.json(await library.language())
  })
  router.get('/runs', (_request, response) => {
    response.json({ runs: runs.list() })
  })
  router.post('/runs', async (request, response) => {
    const scenario = await library.resolve(checked(startRunSchema, request.body))
    response.status(201).json(runs.start(scenario).summary())
  })
  router.get('/runs/:id', async (request, response) => {
    const run = runOf(runs, request)
    const { layout } = await run.record()
    response.json({ summary: run.summary(), scenario: run.scenario, layout } satisfies RunHead)
  })
  router.delete('/runs/:id', (request, response) => {
    const run = runOf(runs, request)
    if (run.status === 'running' || run.status === 'queued') run.stop()
    else runs.remove(run.id)
    response.json(run.summary())
  })
  router.get('/exports', async (_request, response) => {
    response.json({ formats: await formats(), exports: exports.list() } satisfies ExportList)
  })
  router.post('/exports', async (request, response) => {
    const wanted = checked(startExportSchema, request.body)
    const known = await formats()
    if (!known.includes(wanted.format))
      throw new BadRequest(400, `no format is called '${wanted.format}'; there are ${known.join(', ')}`)
    const run = runs.get(wanted.run)
    if (run === undefined) throw new BadRequest(404, 'There is no such run.')
    response.status(201).json(exports.start(run, wanted))
  })
  router.delete('/exports/:id', (request, response) => {
    exports.cancel(request.params.id)
    const job = exports.get(request.params.id)
    if (job === undefined) throw new BadRequest(404, 'There is no such export.')
    response.json(job)
  })
  addResults(router, options)
  return router
}

/** What sweeps and exports have left. */
const addResults = (router: express.Router, { results, runs }: HttpOptions): void => {
  router.get('/sweeps', async (_request, response) => {
    response.json(await results.sweeps())
  })
  router.get('/sweeps/:name', async (request, response) => {
    response.json(await results.sweep(request.params.name))
  })
  router.post('/sweeps/:name/runs', async (request, response) => {
    const { row } = checked(startRowSchema, request.body)
    const scenario = await results.sweepRun(request.params.name, row)
    response.status(201).json(runs.start(scenario).summary())
  })
  router.get('/data-sets', async (_request, response) => {
    response.json(await results.dataSets())
  })
  router.get('/data-sets/:name', async (request, response) => {
    response.json(await results.dataSet(request.params.name))
  })
  router.get('/data-sets/:name/frames', async (request, response) => {
    response.json(await results.frames(request.params.name, checked(framesQuerySchema, request.query)))
  })
}

/** What a request asks for does not fit its schema, or names nothing that could be there. */
class BadRequest extends Error {
  readonly status: 400 | 404

  constructor(status: 400 | 404, message: string) {
    super(message)
    this.status = status
  }
}

interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { message: string; path: PropertyKey[] }[] } }
}

const checked = <T>(schema: Schema<T>, body: unknown): T => {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new BadRequest(400, `${issue.path.map(String).join('.') || 'the body'}: ${issue.message}`)
}

const nameOf = (request: Request): string => {
  const name = scenarioName.safeParse(request.params['name'])
  if (name.success) return name.data
  throw new BadRequest(404, 'There is no scenario of this name in the library.')
}

/** Loaded when somebody asks: the formats' libraries are as large as the server. */
const formats = async (): Promise<string[]> => Object.keys((await import('../src/export/index.ts')).EXPORTERS)

const runOf = (runs: Runs, request: Request): Run => {
  const id = runId.safeParse(request.params['id'])
  const run = id.success ? runs.get(id.data) : undefined
  if (run === undefined) throw new BadRequest(404, 'There is no such run.')
  return run
}

const needToken =
  (guard: Guard): RequestHandler =>
  (request, response, next) => {
    if (guard.admits(bearer(request.headers))) next()
    else
      refuse(
        response,
        401,
        'This server asks for its token: open the address that it printed when it started.',
      )
  }

/** Babylon draws through WebGL or WebGPU and needs no eval; preact and uPlot set styles through the DOM. */
const securityHeaders = (): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'none'"],
      },
    },
    // Plain http on loopback: a promise of https would lock the user out.
    strictTransportSecurity: false,
  })

const refuse = (
  response: Response,
  status: number,
  error: string,
  diagnostics: ApiError['diagnostics'] = [],
): void => {
  response.status(status).json({ error, diagnostics } satisfies ApiError)
}

const onError =
  (log: (text: string) => void): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    if (error instanceof ExportRefusal) {
      refuse(response, error.status, error.message)
      return
    }
    if (error instanceof LibraryRefusal) {
      refuse(response, error.status, error.message, [...error.diagnostics])
      return
    }
    if (error instanceof TooManyRuns) {
      refuse(response, 429, error.message)
      return
    }
    const status = statusOf(error)
    if (status !== null && status < 500) {
      refuse(response, status, (error as Error).message)
      return
    }
    log(error instanceof Error ? (error.stack ?? error.message) : String(error))
    refuse(response, 500, 'A fault of the server; its log says more.')
  }

/** Express's own errors (broken JSON, too large, a bad %-escape) carry the status that fits. */
const statusOf = (error: unknown): number | null =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : null
