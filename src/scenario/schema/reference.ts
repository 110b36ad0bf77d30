/** The reference page of the language, made from the schema: docs/scenario-language.md. */
import { objectSchema, walkerSchema } from './body.ts'
import { exampleOf, typeOf } from './example.ts'
import { describe, headKey, view, type Schema, type SchemaView } from './view.ts'
import { scenarioSchema } from './schema.ts'
import {
  GLOBAL_SIGNALS,
  NAME_FUNCTIONS,
  NUMBER_FUNCTIONS,
  PAIR_FUNCTIONS,
  SIGNALS,
} from '../expression/signals.ts'
import { QUANTITIES, unitsOf, type QuantityName } from '../expression/units.ts'
import { sensorSchema } from './sensors.ts'
import { tyreSchema, vehicleSchema } from './vehicle.ts'

/** The generated half of the page, in Markdown. `docs/scenario-language.md` holds it word for word. */
export const referenceText = (): string =>
  [
    '## Every key of a scenario',
    'Where a map is due, `use: name` may lay a fragment under it (see `use`); the tables do not repeat it.',
    ...new Pages().section('', scenarioSchema, 3),
    '## Every key of a vehicle (`vehicles/*.yaml`)',
    ...new Pages().section('vehicle', vehicleSchema, 3),
    '## Every key of a person or an animal (`vehicles/people/*.yaml`, `vehicles/animals/*.yaml`)',
    ...new Pages().section('walker', walkerSchema, 3),
    '## Every key of an object (`vehicles/objects/*.yaml`)',
    ...new Pages().section('object', objectSchema, 3),
    '## Every key of a set of tyres (`vehicles/tyres/*.yaml`)',
    ...new Pages().section('tyres', tyreSchema, 3),
    '## Every key of a sensor (`vehicles/sensors/*.yaml`)',
    ...new Pages().section('sensor', sensorSchema, 3),
    '## Units',
    unitTable(),
    '## Signals and functions',
    signalTable(),
  ].join('\n\n') + '\n'

interface Part {
  readonly title: string
  readonly schema: Schema
}

/** The cells `type` and `unit` of a table. */
interface Taken {
  readonly type: string
  readonly units: string
}

/** The tables of one kind of file. A map that stands in several places has one table. */
class Pages {
  readonly #titles = new Map<Schema, string>()

  /** A table of the keys of a map, then a section for each map below it. */
  section(path: string, schema: Schema, level: number): string[] {
    const seen = view(schema)
    if (seen.kind !== 'object') return []
    const parts: Part[] = []
    const rows = [...seen.shape].map(([key, value]) => this.#row(key, value, join(path, key), parts))
    if (seen.rest !== null) rows.push(this.#row('_actor_', seen.rest, join(path, '_actor_'), parts))
    const head = ['| key | type | unit | default | example | meaning |', '|---|---|---|---|---|---|']
    const below = parts.flatMap((part) => [
      `${'#'.repeat(level)} \`${part.title}\``,
      ...(describe(part.schema) === null ? [] : [describe(part.schema)!]),
      ...this.#body(part, level),
    ])
    return [[...head, ...rows].join('\n'), ...below]
  }

  #body(part: Part, level: number): string[] {
    const seen = view(part.schema)
    const below = Math.min(level + 1, 5)
    if (seen.kind !== 'union') return this.section(part.title, part.schema, below)
    return seen.options
      .filter((o) => view(o).kind === 'object')
      .flatMap((option) => {
        const meaning = describe(option)
        return [
          `With \`${variantName(seen, option)}\`${meaning === null ? '' : `: ${meaning}`}`,
          ...this.section(part.title, option, below),
        ]
      })
  }

  #row(key: string, schema: Schema, path: string, parts: Part[]): string {
    const { type, units } = this.#takes(schema, path, parts)
    const example = key === '_actor_' ? '{brake: 4 m/s^2}' : exampleOf(schema)
    const cells = [
      `\`${key}\``,
      type,
      units,
      fallbackOf(schema),
      example === null ? '' : `\`${example}\``,
      describe(schema) ?? describe(unwrap(schema)) ?? '',
    ]
    return `| ${cells.map((c) => c.replaceAll('|', '\\|')).join(' | ')} |`
  }

  /** A map's own section, once; afterwards a link to it. */
  #below(schema: Schema, path: string, parts: Part[]): string {
    const known = this.#titles.get(schema)
    if (known === undefined) {
      this.#titles.set(schema, path)
      parts.push({ title: path, schema })
    }
    const title = known ?? path
    return `[${known === undefined ? 'below' : `as \`${title}\``}](#${anchor(title)})`
  }

  /** What a place takes, in words; maps below it are put into `parts`. */
  #takes(schema: Schema, path: string, parts: Part[]): Taken {
    const seen = view(schema)
    const words = (list: readonly string[]): string => list.map((w) => `\`${w}\``).join(', ')
    switch (seen.kind) {
      case 'formula': {
        const { type, units } = typeOf(seen.rule)
        return { type, units }
      }
      case 'optional':
        return this.#takes(seen.inner, path, parts)
      case 'plain':
        return { type: seen.words.length > 0 ? words(seen.words) : seen.noun, units: '' }
      case 'shorthand':
        return { type: words(seen.words), units: '' }
      case 'tuple': {
        const { type, units } = this.#takes(seen.items[0], path, parts)
        return { type: `${seen.items.length} of: ${type}`, units }
      }
      case 'list': {
        const { type, units } = this.#takes(seen.item, `${path}[]`, parts)
        return { type: `list of: ${type}`, units }
      }
      case 'record': {
        const { type, units } = this.#takes(seen.value, `${path}.*`, parts)
        return { type: `map of names to: ${type}`, units }
      }
      case 'object':
        return { type: `map, ${this.#below(schema, path, parts)}`, units: '' }
      case 'union': {
        const maps = seen.options.filter((o) => view(o).kind === 'object')
        const others = seen.options.filter((o) => !maps.includes(o)).map((o) => this.#takes(o, path, parts))
        const types = [...new Set(others.map((o) => o.type))]
        if (maps.length > 0) {
          const names = maps.map((m) => `\`${variantName(seen, m)}\``).join(', ')
          types.push(`map with ${names}, ${this.#below(schema, path, parts)}`)
        }
        return { type: types.join(', or '), units: others.find((o) => o.units !== '')?.units ?? '' }
      }
    }
  }
}

const fallbackOf = (schema: Schema): string => {
  const seen = view(schema)
  return seen.kind === 'optional' && seen.fallback !== undefined
    ? `\`${JSON.stringify(seen.fallback).replaceAll('"', '')}\``
    : ''
}

const variantName = (union: SchemaView & { kind: 'union' }, option: Schema): string => {
  const head = headKey(option) ?? ''
  if (union.discriminator === null) return head
  const seen = view(option)
  const key = seen.kind === 'object' ? seen.shape.get(union.discriminator) : undefined
  const inner = key === undefined ? null : view(key)
  return inner?.kind === 'plain' ? `${union.discriminator}: ${inner.words[0]}` : head
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)

/** The schema under what may be left out, lists and records: where a description may stand too. */
const unwrap = (schema: Schema): Schema => {
  const seen = view(schema)
  return seen.kind === 'optional'
    ? unwrap(seen.inner)
    : seen.kind === 'list'
      ? unwrap(seen.item)
      : seen.kind === 'record'
        ? unwrap(seen.value)
        : schema
}

const anchor = (path: string): string => path.toLowerCase().replace(/[^a-z0-9_-]/g, '')

const unitTable = (): string =>
  [
    '| quantity | units | example |',
    '|---|---|---|',
    ...Object.entries(QUANTITIES).map(
      ([name, { dimension, example }]) =>
        `| ${name} | ${unitsOf(dimension)
          .map((u) => `\`${u.name}\``)
          .join(', ')} | \`${example}\` |`,
    ),
  ].join('\n')

const nounOf = (quantity: QuantityName | 'condition' | 'text'): string =>
  quantity === 'condition' ? 'true or false' : quantity === 'text' ? 'a text' : QUANTITIES[quantity].noun

const signalTable = (): string =>
  [
    '| written | gives | meaning |',
    '|---|---|---|',
    ...Object.entries(GLOBAL_SIGNALS).map(
      ([name, s]) => `| \`${name}\` | ${nounOf(s.quantity)} | ${s.meaning} |`,
    ),
    ...Object.entries(SIGNALS).map(
      ([name, s]) => `| \`ego.${name}\` | ${nounOf(s.quantity)} | ${s.meaning} |`,
    ),
    ...Object.entries(PAIR_FUNCTIONS).map(
      ([name, f]) => `| \`${name}(ego, lead)\` | ${nounOf(f.gives)} | ${f.meaning} |`,
    ),
    ...Object.entries(NAME_FUNCTIONS).map(
      ([name, f]) =>
        `| \`${name}('${f.example}')\` | ${f.words.map((w) => `\`'${w}'\``).join(', ')} | ${f.meaning} |`,
    ),
    ...Object.entries(NUMBER_FUNCTIONS).map(
      ([name, f]) => `| \`${name}(...)\` | as its arguments | ${f.meaning} |`,
    ),
  ].join('\n')
