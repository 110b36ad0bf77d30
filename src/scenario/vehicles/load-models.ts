/** The vehicles and tyres that a scenario's actors may get, read from the library. */
import type { PlacedFormula } from '../schema/compile.ts'
import { closest, type Diagnostic } from '../diagnostics.ts'
import type { Files } from '../document.ts'
import { Formula } from '../expression/formula.ts'
import { valuesOf, type Parameter } from '../parameters/parameters.ts'
import type { ScenarioDocument } from '../schema/schema.ts'
import { diagnose, type Node } from '../source.ts'
import { listBodies, readBody } from './body-library.ts'
import { listTyres, listVehicles, readTyre, readVehicle, type Model } from './vehicle-library.ts'
import type { ObjectSpec, TyreSpec, WalkerSpec } from '../vehicle.ts'

export interface ModelSource {
  readonly files: Files
  /** Folder of the library. */
  readonly folder: string
  readonly actors: ScenarioDocument['actors']
  readonly placed: ReadonlyMap<Formula, PlacedFormula>
  readonly parameters: readonly Parameter[]
  /** Models that are named elsewhere. */
  readonly more: readonly Word[]
  readonly report: (diagnostic: Diagnostic) => void
}

interface Word {
  readonly text: string
  readonly node: Node
}

/** Reads each model and each set of tyres once; those with mistakes are left out. */
export const loadModels = (source: ModelSource) => {
  const { files, folder, report } = source
  const actors = Object.values(source.actors ?? {})
  const known = new Map<string, TyreSpec | null>()
  const tyreOf = (name: string): TyreSpec | null => {
    if (!known.has(name)) known.set(name, readTyre(files, folder, name, report))
    return known.get(name) ?? null
  }
  const shelves = listBodies(files, folder)
  const words = actors.flatMap(({ model, trailer }) => {
    const towed = trailer instanceof Formula ? trailer : trailer?.model
    return [model, ...(towed === undefined ? [] : [towed])].flatMap((word) => wordsOf(source, word))
  })
  const models = readEach<Model>(source, {
    words: [...words, ...source.more],
    names: [...listVehicles(files, folder), ...shelves.keys()],
    missing: (name) => `there is no model '${name}'`,
    read: (name) => (shelves.has(name) ? null : readVehicle(files, folder, name, report, tyreOf)),
  })
  const bodies = readEach<WalkerSpec | ObjectSpec>(source, {
    words: [...words, ...source.more].filter(({ text }) => shelves.has(text)),
    names: [...shelves.keys()],
    missing: (name) => `there is no model '${name}'`,
    read: (name) => readBody(files, shelves.get(name)!, report),
  })
  const tyres = readEach<TyreSpec>(source, {
    words: actors.flatMap(({ tyres: t }) =>
      t === undefined ? [] : wordsOf(source, t instanceof Formula ? t : t.set),
    ),
    names: listTyres(files, folder),
    missing: (name) => `there are no tyres '${name}'`,
    read: tyreOf,
  })
  const modelsOf = new Map(
    Object.entries(source.actors ?? {}).map(([id, { model }]) => [
      id,
      wordsOf(source, model).map(({ text }) => text),
    ]),
  )
  return { models, bodies, tyres, modelsOf }
}

interface Shelf<T> {
  readonly words: readonly Word[]
  readonly names: readonly string[]
  readonly missing: (name: string) => string
  readonly read: (name: string) => T | null
}

const readEach = <T>(
  { report }: ModelSource,
  { words, names, missing, read }: Shelf<T>,
): ReadonlyMap<string, T> => {
  const found = new Map<string, T | null>()
  for (const { text, node } of words) {
    if (!names.includes(text)) {
      const expected = `one of ${names.join(', ')}`
      report(
        diagnose(node.at, {
          code: 'unknown-model',
          message: missing(text),
          expected,
          suggestion: closest(text, names),
        }),
      )
    } else if (!found.has(text)) {
      found.set(text, read(text))
    }
  }
  return new Map([...found].filter((entry): entry is [string, T] => entry[1] !== null))
}

/** The texts that a word may be, through a parameter if it names one, each with the place that holds it. */
const wordsOf = (source: ModelSource, formula: Formula): Word[] => {
  const { expression } = formula
  const node = source.placed.get(formula)?.node
  if (node === undefined || expression === null) return []
  if (expression.kind === 'text') return [{ text: expression.value, node }]
  if (expression.kind !== 'parameter') return []
  const parameter = source.parameters.find((p) => p.name === expression.name)
  return parameter === undefined ? [] : valuesOf(parameter.draw).values.flatMap((v) => wordsOf(source, v))
}
