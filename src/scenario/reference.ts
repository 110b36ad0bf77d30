/** The reference page of the language, made from the schema: docs/scenario-language.md. */
import { describeRule } from './formula.ts'
import { describe, headKey, view, type Schema, type SchemaView } from './schema-view.ts'
import { scenarioSchema } from './schema.ts'
import { GLOBAL_SIGNALS, NUMBER_FUNCTIONS, PAIR_FUNCTIONS, SIGNALS } from './signals.ts'
import { QUANTITIES, unitsOf } from './units.ts'
import { tyreSchema, vehicleSchema } from './vehicle-schema.ts'

/** The generated half of the page, in Markdown. `docs/scenario-language.md` holds it word for word. */
export const referenceText = (): string =>
  [
    '## Every key of a scenario',
    ...section('', scenarioSchema, 3),
    '## Every key of a vehicle (`vehicles/*.yaml`)',
    ...section('vehicle', vehicleSchema, 3),
    '## Every key of a set of tyres (`vehicles/tyres/*.yaml`)',
    ...section('tyres', tyreSchema, 3),
    '## Units',
    unitTable(),
    '## Signals and functions',
    signalTable(),
  ].join('\n\n') + '\n'

interface Part {
  readonly title: string
  readonly schema: Schema
}

/** A table of the keys of a map, then a section for each map below it. */
const section = (path: string, schema: Schema, level: number): string[] => {
  const seen = view(schema)
  if (seen.kind !== 'object') return []
  const parts: Part[] = []
  const rows = [...seen.shape].map(([key, value]) => row(key, value, join(path, key), parts))
  if (seen.rest !== null) rows.push(row('_actor_', seen.rest, join(path, '_actor_'), parts))
  const table = ['| key | takes | default | meaning |', '|---|---|---|---|', ...rows].join('\n')
  const below = parts.flatMap((part) => [
    `${'#'.repeat(level)} \`${part.title}\``,
    ...(describe(part.schema) === null ? [] : [describe(part.schema)!]),
    ...body(part, level),
  ])
  return [table, ...below]
}

const body = (part: Part, level: number): string[] => {
  const seen = view(part.schema)
  if (seen.kind !== 'union') return section(part.title, part.schema, Math.min(level + 1, 5))
  return seen.options
    .filter((o) => view(o).kind === 'object')
    .flatMap((option) => {
      const meaning = describe(option)
      return [
        `With \`${variantName(seen, option)}\`${meaning === null ? '' : `: ${meaning}`}`,
        ...section(part.title, option, Math.min(level + 1, 5)),
      ]
    })
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

const row = (key: string, schema: Schema, path: string, parts: Part[]): string => {
  const seen = view(schema)
  const fallback =
    seen.kind === 'optional' && seen.fallback !== undefined
      ? `\`${JSON.stringify(seen.fallback).replaceAll('"', '')}\``
      : ''
  const cells = [
    `\`${key}\``,
    takes(schema, path, parts),
    fallback,
    describe(schema) ?? describe(unwrap(schema)) ?? '',
  ]
  return `| ${cells.map((c) => c.replaceAll('|', '\\|')).join(' | ')} |`
}

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

/** What a place takes, in words; maps below it are put into `parts`. */
const takes = (schema: Schema, path: string, parts: Part[]): string => {
  const seen = view(schema)
  switch (seen.kind) {
    case 'formula':
      return describeRule(seen.rule)
    case 'optional':
      return takes(seen.inner, path, parts)
    case 'plain':
      return seen.words.length > 0 ? seen.words.map((w) => `\`${w}\``).join(', ') : seen.noun
    case 'shorthand':
      return seen.words.map((w) => `\`${w}\``).join(', ')
    case 'tuple':
      return `\`[a, b]\`, each ${takes(seen.items[0], path, parts)}`
    case 'list':
      return `list of: ${takes(seen.item, `${path}[]`, parts)}`
    case 'record':
      return `map of names to: ${takes(seen.value, `${path}.*`, parts)}`
    case 'object':
      parts.push({ title: path, schema })
      return `a map, [below](#${anchor(path)})`
    case 'union': {
      const maps = seen.options.filter((o) => view(o).kind === 'object')
      const others = seen.options.filter((o) => !maps.includes(o))
      const texts = [...new Set(others.map((o) => takes(o, path, parts)))]
      if (maps.length > 0) {
        const union = maps.length === seen.options.length ? schema : schema
        if (!parts.some((p) => p.title === path)) parts.push({ title: path, schema: unwrap(union) })
        texts.push(
          `a map with ${maps.map((m) => `\`${variantName(seen, m)}\``).join(', ')}, [below](#${anchor(path)})`,
        )
      }
      return texts.join(', or ')
    }
  }
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

const signalTable = (): string =>
  [
    '| written | gives | meaning |',
    '|---|---|---|',
    ...Object.entries(GLOBAL_SIGNALS).map(
      ([name, s]) => `| \`${name}\` | ${QUANTITIES[s.quantity].noun} | ${s.meaning} |`,
    ),
    ...Object.entries(SIGNALS).map(
      ([name, s]) => `| \`ego.${name}\` | ${QUANTITIES[s.quantity].noun} | ${s.meaning} |`,
    ),
    ...Object.entries(PAIR_FUNCTIONS).map(
      ([name, f]) =>
        `| \`${name}(ego, lead)\` | ${f.gives === 'condition' ? 'true or false' : QUANTITIES[f.gives].noun} | ${f.meaning} |`,
    ),
    ...Object.entries(NUMBER_FUNCTIONS).map(
      ([name, f]) => `| \`${name}(...)\` | as its arguments | ${f.meaning} |`,
    ),
  ].join('\n')
