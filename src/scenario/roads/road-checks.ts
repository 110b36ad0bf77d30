/** What can be wrong with a road as a whole: no or two kinds of it, a map that is not there, things off its end. */
import { keyAt, nodeAt, type Path } from '../schema/compile.ts'
import type { RoadSpec } from '../concrete.ts'
import { closest, type Diagnostic } from '../diagnostics.ts'
import type { ParameterValues } from '../expression/evaluate.ts'
import { resolve } from '../expression/formula.ts'
import { readOpenDrive } from '../opendrive/read.ts'
import type { NetworkSpec } from './road-network.ts'
import { networkOf, placeableLanes, roadOf } from './road-plan.ts'
import type { Impossible, Material } from '../scenario.ts'
import { diagnose, type Node } from '../source.ts'
import type { Files } from '../document.ts'

const KINDS = ['straight', 'pieces', 'junction', 'opendrive'] as const
/** Keys that say nothing where the road is a map, or a junction. */
const NOT_WITH: Readonly<Record<string, readonly string[]>> = {
  opendrive: ['lanes', 'width', 'shoulder', 'right', 'left', 'one-way', 'traffic', 'origin'],
  junction: [],
}
const OF_ONE_ROAD = ['grade', 'height', 'bank', 'crossings', 'signs', 'ramps']

/** Reports keys of `road` that do not go together; true when there is nothing to report. */
export const checkRoadKeys = (tree: Node, report: (diagnostic: Diagnostic) => void): boolean => {
  const road = tree.kind === 'map' ? tree.entries.get('road') : undefined
  if (road?.value.kind !== 'map') return false
  const { entries } = road.value
  const found = KINDS.filter((kind) => entries.has(kind))
  if (found.length === 0) {
    const expected = "'straight', 'pieces', 'junction' or 'opendrive'"
    report(diagnose(road.at, { code: 'missing-key', message: 'the road has no length', expected }))
    return false
  }
  if (found.length > 1) {
    const message = `the road has both '${found[0]}' and '${found[1]}'`
    report(diagnose(entries.get(found[0])!.at, { code: 'bad-value', message, expected: 'one of them' }))
    return false
  }
  const [kind] = found
  let right = true
  for (const key of [...(NOT_WITH[kind] ?? []), ...(kind in NOT_WITH ? OF_ONE_ROAD : [])]) {
    const entry = entries.get(key)
    if (entry === undefined) continue
    right = false
    const message = `'${key}' says nothing about a road with '${kind}'`
    report(diagnose(entry.at, { code: 'bad-value', message, expected: `a road of 'pieces', or no '${key}'` }))
  }
  return right
}

/** Reads the map that a scenario names, beside the file that names it. */
export const loadMap = (
  files: Files,
  tree: Node,
  wanted: string | undefined,
  report: (diagnostic: Diagnostic) => void,
): NetworkSpec | null => {
  if (wanted === undefined) return null
  const { at } = nodeAt(tree, ['road', 'opendrive'])
  if (!/^[^\\:]+\.xodr$/.test(wanted)) {
    report(
      diagnose(at, { code: 'bad-value', message: 'this is no map', expected: 'a path that ends in .xodr' }),
    )
    return null
  }
  const folder = at.source.file.slice(0, at.source.file.lastIndexOf('/') + 1)
  const path = tidyPath(wanted.startsWith('/') ? wanted : folder + wanted)
  const text = files.read(path)
  if (text === null) {
    const inside = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    const names = files.list(inside === '' ? '.' : inside).filter((name) => name.endsWith('.xodr'))
    const suggestion = closest(path.slice(path.lastIndexOf('/') + 1), names)
    report(diagnose(at, { code: 'missing-file', message: `there is no map '${path}'`, suggestion }))
    return null
  }
  const { network, diagnostics } = readOpenDrive(path, text)
  diagnostics.forEach(report)
  return network
}

const tidyPath = (path: string): string => {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..' && parts.at(-1) !== '') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** Patches, crossings, signs and ramps that a set of parameters puts off the road. */
export const impossibleRoad = (
  { document, tree, pathOf }: Material,
  road: RoadSpec,
  parameters: ParameterValues,
): Impossible[] => {
  const found: Impossible[] = []
  const offRoad = (path: Path, rule: string, message: string, expected: string): void => {
    const node = nodeAt(tree, path)
    const at = node.kind === 'scalar' ? node.at : keyAt(tree, path)
    found.push({ rule, at, code: 'off-road', message, expected })
  }
  const ids = networkOf(road).roads.map((r) => r.id)
  for (const part of document.surface) {
    const {
      id,
      s,
      road: on,
      lane,
      lanes,
    } = resolve({ id: part.id, s: part.s, road: part.road, lane: part.lane, lanes: part.lanes }, parameters)
    const path = [...pathOf(part), 's']
    const line = roadOf(road, on === undefined ? undefined : String(on))
    if (line === undefined) {
      found.push({
        ...{ rule: `surface ${id}: road`, code: 'unknown-road', message: `there is no road '${on}'` },
        at: nodeAt(tree, [...pathOf(part), 'road']).at,
        expected: ids.length > 12 ? `one of the ${ids.length} roads of the map` : `one of ${ids.join(', ')}`,
        suggestion: closest(String(on), ids),
      })
      continue
    }
    const { length } = line
    if (s[0] >= s[1])
      offRoad(
        [...path, 1],
        `surface ${id}: order`,
        `patch '${id}' ends before it starts`,
        'from and to, in this order',
      )
    if (s[0] >= length)
      offRoad(
        [...path, 0],
        `surface ${id}: start`,
        `patch '${id}' starts beyond the end of the road`,
        `less than ${length} m`,
      )
    else if (s[1] > length)
      offRoad(
        [...path, 1],
        `surface ${id}: end`,
        `patch '${id}' ends beyond the end of the road`,
        `at most ${length} m`,
      )
    // Lanes of short roads are checked with the names; those of networks need the place.
    if (document.road?.opendrive === undefined && document.road?.junction === undefined) continue
    const known = placeableLanes(line, (s[0] + s[1]) / 2)
    const named = [...(lane === undefined ? [] : [lane]), ...(Array.isArray(lanes) ? lanes : [])]
    const wrong = named.find((n) => !known.includes(n))
    if (wrong === undefined) continue
    found.push({
      ...{ rule: `surface ${id}: lane`, code: 'unknown-lane', expected: `one of ${known.join(', ')}` },
      message: `road '${line.id}' has no lane ${wrong} there`,
      at: nodeAt(tree, [...pathOf(part), lane === undefined ? 'lanes' : 'lane']).at,
    })
  }
  if (document.road === undefined || document.road.junction !== undefined) return found
  const { crossings, signs, ramps } = resolve(
    { crossings: document.road.crossings, signs: document.road.signs, ramps: document.road.ramps },
    parameters,
  )
  const length = roadOf(road, undefined)?.length ?? NaN
  const beyond = (list: string, i: number, key: string, s: number): void => {
    if (s > length)
      offRoad(
        ['road', list, i, key],
        `road.${list}.${i}`,
        'this lies beyond the end of the road',
        `at most ${length} m`,
      )
  }
  crossings.forEach(({ s }, i) => beyond('crossings', i, 's', s))
  signs.forEach(({ s }, i) => beyond('signs', i, 's', s))
  const taken: (readonly [number, number])[] = []
  ramps.forEach((ramp, i) => {
    const key = 'entry' in ramp ? 'entry' : 'exit'
    const from = 'entry' in ramp ? ramp.entry : ramp.exit
    const to = from + ramp.lane
    beyond('ramps', i, key, to)
    if (taken.some(([a, b]) => from < b && to > a))
      offRoad(
        ['road', 'ramps', i, key],
        `road.ramps.${i}`,
        'two ramps have their lanes at one place',
        'room between',
      )
    taken.push([from, to])
  })
  return found
}
