/** How the story changes what surrounds the actors: weather, patches on the road, faults of sensors. */
import { lerp, wrapAngle } from '../../math/index.ts'
import type { ConcreteScenario, SurfacePatch, SurroundingsAction, Weather } from '../../scenario/index.ts'
import type { SensorFault, Surroundings } from '../../world/index.ts'
import type { ActionId } from '../memory.ts'
import { CONTROL_STEP } from '../view.ts'

/** What rain leaves on asphalt stands in its texture; more runs off, m (mean texture depth of a worn surface). */
const FULL_FILM = 0.0005

/** A change at work. Two of the same target cannot be: the later one takes over. */
interface Change {
  readonly by: ActionId
  readonly target: string
  readonly start: number
  /** What it began from. */
  readonly from: Surroundings
}

export interface SurroundingsMemory {
  now: Surroundings
  changes: Change[]
}

const isWorld = (action: { readonly kind: string }): action is SurroundingsAction =>
  action.kind === 'weather' || action.kind === 'surface' || action.kind === 'sensor-fault'

/** One entry for each fault of the story, in its order: none is at work at the start. */
const faultsOf = ({ story }: ConcreteScenario): SensorFault[] =>
  story.flatMap((phase) =>
    phase.actions.flatMap(({ action }) =>
      action.kind === 'sensor-fault'
        ? [
            {
              ...{ sensor: action.sensor, fault: action.fault, level: 0, since: 0 },
              ...(action.shift === undefined ? {} : { shift: action.shift }),
            },
          ]
        : [],
    ),
  )

/** Index in the faults of the fault that an action gives. */
const faultOf = ({ story }: ConcreteScenario, [phase, action]: ActionId): number =>
  story
    .flatMap((p, i) => p.actions.map((a, j) => ({ i, j, fault: a.action.kind === 'sensor-fault' })))
    .filter((a) => a.fault)
    .findIndex(({ i, j }) => i === phase && j === action)

/** null: the story changes nothing of them. */
export const freshSurroundings = (scenario: ConcreteScenario): SurroundingsMemory | null => {
  if (!scenario.story.some((phase) => phase.actions.some(({ action }) => isWorld(action)))) return null
  const { weather, surface } = scenario
  return { now: { weather, surface, faults: faultsOf(scenario), film: 0 }, changes: [] }
}

/** What an action changes, by name. */
const targetsOf = (action: SurroundingsAction): string[] => {
  if (action.kind === 'surface') return [`surface ${action.patch}`]
  if (action.kind === 'sensor-fault') return []
  return WEATHER_TARGETS.filter((key) => action.to[key] !== undefined)
}

/** What of the weather changes evenly by itself, and what in ways of its own. */
const EVEN = ['snowfall', 'rainfall', 'temperature', 'cloudCover'] as const
const WEATHER_TARGETS = ['visibility', 'wind', 'sun', ...EVEN] as const

const setFault = (
  memory: SurroundingsMemory,
  index: number,
  change: Pick<SensorFault, 'level' | 'since'>,
): void => {
  const faults = memory.now.faults.map((f, i) => (i === index ? { ...f, ...change } : f))
  memory.now = { ...memory.now, faults }
}

/** Sets an action of the world going. */
export const beginChange = (
  memory: SurroundingsMemory,
  scenario: ConcreteScenario,
  by: ActionId,
  action: SurroundingsAction,
  time: number,
): void => {
  if (action.kind === 'sensor-fault') {
    setFault(memory, faultOf(scenario, by), { level: action.level, since: time })
    return
  }
  const targets = targetsOf(action)
  memory.changes = [
    ...memory.changes.filter((c) => !targets.includes(c.target)),
    ...targets.map((target) => ({ by, target, start: time, from: memory.now })),
  ]
}

/** Ends an action of the world: a fault is mended, a change stays where it has come to. */
export const endChange = (
  memory: SurroundingsMemory,
  scenario: ConcreteScenario,
  by: ActionId,
  action: SurroundingsAction,
  time: number,
): void => {
  if (action.kind === 'sensor-fault') setFault(memory, faultOf(scenario, by), { level: 0, since: time })
  else memory.changes = memory.changes.filter((c) => c.by[0] !== by[0] || c.by[1] !== by[1])
}

/** Carries all changes on to `time`; those that are complete are forgotten. */
export const carryOn = (memory: SurroundingsMemory, scenario: ConcreteScenario, time: number): void => {
  const { weather, film } = memory.now
  const soaked = Math.min(FULL_FILM, film + weather.rainfall * CONTROL_STEP)
  if (soaked !== film) memory.now = { ...memory.now, film: soaked }
  memory.changes = memory.changes.filter(({ by, target, start, from }) => {
    const { action } = scenario.story[by[0]].actions[by[1]]
    if (!isWorld(action) || action.kind === 'sensor-fault') return false
    // Half a microsecond: sums of control steps are not exact in binary.
    const share = action.over > 0 ? Math.min(1, (time - start + 5e-7) / action.over) : 1
    memory.now =
      action.kind === 'surface'
        ? { ...memory.now, surface: resurfaced(memory.now.surface, from.surface, action, share) }
        : { ...memory.now, weather: turned(memory.now.weather, from.weather, action, target, share) }
    return share < 1
  })
}

/**
 * Weather on its way. Visibility passes evenly in the air's extinction (ln 20 over the optical range): so much
 * fog more each second; the range itself would hardly change at first and then fall all at once.
 */
const turned = (
  now: Weather,
  from: Weather,
  { to }: SurroundingsAction & { kind: 'weather' },
  target: string,
  share: number,
): Weather => {
  if (target === 'visibility')
    return {
      ...now,
      visibility: 1 / lerp(1 / from.visibility, 1 / (to.visibility ?? from.visibility), share),
    }
  for (const key of EVEN)
    if (target === key) return { ...now, [key]: lerp(from[key], to[key] ?? from[key], share) }
  if (target === 'sun') {
    const { elevation, azimuth } = from.sun
    const turn = wrapAngle((to.sun?.azimuth ?? azimuth) - azimuth)
    return {
      ...now,
      sun: {
        elevation: lerp(elevation, to.sun?.elevation ?? elevation, share),
        azimuth: azimuth + share * turn,
      },
    }
  }
  const { speed, from: bearing } = from.wind
  const turn = wrapAngle((to.wind?.from ?? bearing) - bearing)
  return {
    ...now,
    wind: { ...from.wind, speed: lerp(speed, to.wind?.speed ?? speed, share), from: bearing + share * turn },
  }
}

/** Patches, one of which changes: its kind at once, its numbers evenly where both ends are known. */
const resurfaced = (
  now: readonly SurfacePatch[],
  from: readonly SurfacePatch[],
  { patch: index, becomes, mu, depth }: SurroundingsAction & { kind: 'surface' },
  share: number,
): readonly SurfacePatch[] => {
  const before = from[index]
  const passing = (a: number | null, b: number | null): number | null =>
    b === null ? a : a === null ? b : lerp(a, b, share)
  // Another kind has a friction and a depth of its own, unless the action gives them.
  const after =
    becomes === null || becomes === before.kind
      ? { kind: before.kind, mu: passing(before.mu, mu), depth: passing(before.depth, depth) }
      : { kind: becomes, mu, depth }
  return now.map((patch, i) => (i === index ? { ...patch, ...after } : patch))
}
