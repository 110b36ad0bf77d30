/** What is no mistake of a file's form but can hardly be meant: triggers that never fire, actors beside the road. */
import { keyAt, nodeAt, type Path } from './schema/compile.ts'
import type { Diagnostic } from './diagnostics.ts'
import type { ParameterValues } from './expression/evaluate.ts'
import type { Expression } from './expression/expression.ts'
import { resolve, type Formula } from './expression/formula.ts'
import { isPaved, laneEdges, lanesOf, sectionIndexAt } from './roads/lane-section.ts'
import { rangeOf, valuesOf, type Parameter } from './parameters/parameters.ts'
import { truthOf, type Bounds, type Interval } from './reach.ts'
import { roadOf, roadSpec } from './roads/road-plan.ts'
import { actorPlacements } from './sample.ts'
import type { Material } from './scenario.ts'
import type { StepDocument } from './schema/story.ts'
import { MOST_TRAFFIC } from './schema/traffic.ts'
import { diagnose, type Complaint } from './source.ts'
import { directActions } from './story/story-plan.ts'
import { trafficOf } from './traffic/traffic.ts'

interface WarningSource {
  readonly material: Material
  /** Those that the scenario's own seed draws. */
  readonly parameters: ParameterValues
  readonly report: (diagnostic: Diagnostic) => void
}

/** Warns of a file without a mistake. */
export const warnOf = (source: WarningSource): void => {
  warnOfPlaces(source)
  warnOfTraffic(source)
  const bounds = boundsOf(source.material, source.parameters)
  warnOfConditions(source, bounds)
}

const warn = ({ material, report }: WarningSource, path: Path, complaint: Complaint, key = false): void => {
  const at = key ? keyAt(material.tree, path) : nodeAt(material.tree, path).at
  report(diagnose(at, { ...complaint, severity: 'warning' }))
}

/** Vehicles whose origin stands beside the pavement. */
const warnOfPlaces = (source: WarningSource): void => {
  const { material, parameters } = source
  const { document } = material
  if (document.road === undefined) return
  const road = roadSpec(resolve(document.road, parameters), material.map)
  for (const [id, { lane, s, offset, road: on, spec }] of actorPlacements(material, parameters)) {
    const line = roadOf(road, on)
    if (line === undefined || spec.kind !== 'vehicle') continue
    const edges = lanesOf(line.sections[sectionIndexAt(line, s)])
      .filter(isPaved)
      .flatMap((l) => laneEdges(line, s, l.id) ?? [])
    const own = laneEdges(line, s, lane)
    if (own === null || edges.length === 0) continue
    // Left as the lane's traffic sees it, whichever way that goes: the farther side decides.
    const reach = Math.min(...[1, -1].map((way) => beside((own[0] + own[1]) / 2 + way * offset, edges)))
    if (reach <= 0) continue
    const path = ['actors', id, 'at', 'offset']
    const message = `'${id}' starts ${reach.toFixed(1)} m beside the pavement`
    warn(source, path, { code: 'off-road', message, expected: 'an offset that leaves it on the road' })
  }
}

/** Blocks of traffic that `most` leaves less dense than they are asked to be. */
const warnOfTraffic = (source: WarningSource): void => {
  const { material, parameters } = source
  const { document, tree } = material
  if (document.road === undefined || Object.keys(document.traffic).length === 0) return
  const road = roadSpec(resolve(document.road, parameters), material.map)
  const named = actorPlacements(material, parameters).map(([, { spec, ...at }]) => ({ at, spec, speed: 0 }))
  const { counts } = trafficOf(material, parameters, road, named, document.run?.seed ?? 1)
  for (const [name, { wanted, kept }] of counts) {
    if (kept >= wanted) continue
    const path = ['traffic', name, 'most']
    const message = `of ${wanted} vehicles that the density asks for, 'most' leaves the nearest ${kept}`
    const expected = `most: ${Math.min(wanted, MOST_TRAFFIC)}, fewer lanes or roads, or a lower density`
    const written = nodeAt(tree, ['traffic', name])
    const isWritten = written.kind === 'map' && written.entries.has('most')
    warn(source, isWritten ? path : path.slice(0, 2), { code: 'traffic-cut', message, expected }, !isWritten)
  }
}

const beside = (t: number, edges: readonly number[]): number =>
  Math.max(Math.min(...edges) - t, t - Math.max(...edges))

const boundsOf = (material: Material, parameters: ParameterValues): Bounds => {
  const { document } = material
  const stop = document.run === undefined ? Infinity : longest(material, document.run.stop.after)
  const network = document.road && roadSpec(resolve(document.road, parameters), material.map)
  const line = network === undefined ? undefined : roadOf(network, undefined)
  // Where pieces of the road have lengths that are drawn, or there are several roads, nothing is known.
  const single = line !== undefined && material.map === null && !JSON.stringify(document.road).includes('$')
  const lanes = line?.sections.flatMap((section) => lanesOf(section).map((l) => l.id)) ?? []
  const appearing = new Set(appearances(document.do))
  return {
    parameter: (name) => {
      const found = material.parameters.find((p) => p.name === name)
      return found === undefined || dependsOnOthers(found) ? null : rangeOf(found, {})
    },
    time: [0, stop],
    s: single ? [-Infinity, line.length] : null,
    lane: single ? [Math.min(0, ...lanes), Math.max(0, ...lanes)] : null,
    appears: (actor) => (document.actors?.[actor]?.present ?? true) || appearing.has(actor),
  }
}

/** The largest value that a formula can have. */
const longest = ({ parameters }: Material, { expression }: Formula): number => {
  if (expression?.kind === 'number') return expression.value
  if (expression?.kind !== 'parameter') return Infinity
  const found = parameters.find((p) => p.name === expression.name)
  const range: Interval | null = found === undefined || dependsOnOthers(found) ? null : rangeOf(found, {})
  return range === null ? Infinity : range[1]
}

const dependsOnOthers = ({ draw }: Parameter): boolean =>
  draw.kind === 'cases' ||
  valuesOf(draw).values.some((f) => JSON.stringify(f.expression).includes('"parameter"'))

/** Actors that some step of the story makes appear. */
const appearances = (steps: readonly StepDocument[]): string[] =>
  steps.flatMap((step) => [
    ...Object.entries(directActions(step)).flatMap(([actor, action]) => ('appear' in action ? [actor] : [])),
    ...appearances([...(step.parallel ?? []), ...(step.serial ?? [])]),
  ])

interface Trigger {
  readonly path: Path
  readonly condition: Expression
  readonly edge: StepDocument['edge']
  readonly after: number
}

/** All conditions that something waits for. */
const triggersOf = (steps: readonly StepDocument[], pathOf: (part: object) => Path): Trigger[] =>
  steps.flatMap((step) => {
    const { when, edge, after, parallel, serial } = step
    const delay = after.expression?.kind === 'number' ? after.expression.value : 0
    const condition = when?.expression ?? null
    const own = condition === null ? [] : [{ path: [...pathOf(step), 'when'], condition, edge, after: delay }]
    return [...own, ...triggersOf([...(parallel ?? []), ...(serial ?? [])], pathOf)]
  })

const warnOfConditions = (source: WarningSource, bounds: Bounds): void => {
  const { material } = source
  const { document, pathOf } = material
  const [, stop] = bounds.time
  const impossible = (condition: Expression, more: Partial<Bounds> = {}): boolean =>
    !truthOf(condition, { ...bounds, ...more }).canHold
  const late: Path[] = []
  const triggers = triggersOf(document.do, pathOf)
  for (const { path, condition, edge, after } of triggers) {
    if (impossible(condition)) {
      if (impossible(condition, { time: [0, Infinity] })) warn(source, path, never(condition, bounds))
      else late.push(path)
    } else if (impossible(condition, { time: [0, stop - after] })) late.push(path)
    else if (edge !== 'level' && !truthOf(condition, bounds)[edge === 'rising' ? 'canFail' : 'canHold'])
      warn(source, path, {
        code: 'never-true',
        message: 'this is true all the time, so it never turns true',
        expected: "'edge: level', or a condition that is false at first",
      })
  }
  if (
    late.length > 0 &&
    late.length === triggers.length &&
    document.do.every((step) => step.when !== undefined)
  )
    warn(source, ['run', 'stop', 'after'], {
      code: 'stops-too-early',
      message: `the run ends after ${stop} s, before anything of the story can begin`,
      expected: 'a later end, or an earlier story',
    })
  else
    for (const path of late)
      warn(source, path, {
        code: 'never-true',
        message: `this cannot become true before the run ends after ${stop} s`,
        expected: 'an earlier time, or a later end of the run',
      })

  const others: [Path, Formula | undefined][] = [
    [['run', 'stop', 'when'], document.run?.stop.when],
    ...document.expect.map((part): [Path, Formula | undefined] => [
      [...pathOf(part), 'eventually'],
      'eventually' in part ? part.eventually : undefined,
    ]),
  ]
  for (const [path, formula] of others) {
    const condition = formula?.expression ?? null
    if (condition !== null && impossible(condition)) warn(source, path, never(condition, bounds))
  }
}

/** Why a condition cannot hold, as far as it can be told. */
const never = (condition: Expression, bounds: Bounds): Complaint => {
  const possibleWith = (more: Partial<Bounds>): boolean => truthOf(condition, { ...bounds, ...more }).canHold
  const why =
    bounds.s !== null && possibleWith({ s: null })
      ? `: the road ends at ${Math.round(bounds.s[1])} m`
      : bounds.lane !== null && possibleWith({ lane: null })
        ? ': the road has no such lane'
        : possibleWith({ appears: () => true })
          ? ': an actor of it never appears'
          : possibleWith({ time: [0, Infinity] })
            ? `: the run ends after ${bounds.time[1]} s`
            : ''
  return { code: 'never-true', message: `this can never be true${why}`, expected: null }
}
