/** The document's `do` and `expect` -> phases of actions and expectations. */
import { keyAt, type Path } from '../schema/compile.ts'
import type {
  Action,
  Expectation,
  FollowPoint,
  Mount,
  Phase,
  SensorFaultKind,
  StoryAction,
  StoryGroup,
  WorldAction,
} from '../concrete.ts'
import type { ParameterValues } from '../expression/evaluate.ts'
import type { Expression, Position } from '../expression/expression.ts'
import { doorId } from '../vehicles/door-names.ts'
import { failureOf, isFailure } from './failures.ts'
import { resolve, type Resolved } from '../expression/formula.ts'
import type { Material } from '../scenario.ts'
import { isWalking, onRoad, walkingOf } from '../schema/walking.ts'
import { STEP_KEYS, type ActionDocument, type StepDocument } from '../schema/story.ts'

type Step = Resolved<StepDocument>

const ALWAYS: Expression = {
  kind: 'binary',
  operator: '>=',
  left: { kind: 'signal', actor: null, name: 'time' },
  right: { kind: 'number', value: 0 },
}

/** The story in SI units, with actors' actions and the world's in one list a phase. */
export const storyOf = (material: Material, parameters: ParameterValues): Phase[] =>
  material.document.do.map((part, i) => {
    const path = material.pathOf(part)
    const actions: StoryAction[] = []
    const group = groupOf(material, resolve(part, parameters), path, actions)
    return {
      id: part.id ?? `phase-${i + 1}`,
      ...group,
      when: group.when ?? ALWAYS,
      actions,
      position: positionOf(material, path),
    }
  })

/** A step as a group; its actions are put into the phase's list. */
const groupOf = (material: Material, step: Step, path: Path, actions: StoryAction[]): StoryGroup => {
  const serial = step.serial !== undefined
  const inner = (step.serial ?? step.parallel ?? []).flatMap((part, i): (number | StoryGroup)[] => {
    const at = [...path, serial ? 'serial' : 'parallel', i]
    const parts = isPlain(part)
      ? actionsOf(material, part, at, actions)
      : [groupOf(material, part, at, actions)]
    // Several actions of one step begin together, also where steps go in turn.
    return serial && parts.length > 1 ? [together(parts)] : parts
  })
  const own = actionsOf(material, step, path, actions)
  return {
    when: step.when ?? null,
    edge: step.edge,
    after: step.after,
    until: step.until ?? null,
    order: serial ? 'serial' : 'parallel',
    parts: [...own, ...inner],
  }
}

const together = (parts: readonly (number | StoryGroup)[]): StoryGroup => ({
  when: null,
  after: 0,
  order: 'parallel',
  parts,
})

/** Whether a step is nothing but actions: it needs no group of its own. */
const isPlain = (step: Step): boolean =>
  step.when === undefined &&
  step.after === 0 &&
  step.until === undefined &&
  step.parallel === undefined &&
  step.serial === undefined

/** Puts the actions that stand in a step itself into the list; their places there. */
const actionsOf = (material: Material, step: Step, path: Path, actions: StoryAction[]): number[] => {
  const world = [weatherOf(step), surfaceOf(material, step), faultOf(step), lightsOf(step)].filter(
    (a) => a !== null,
  )
  const found: StoryAction[] = [
    ...Object.entries(directActions<Resolved<ActionDocument>>(step)).map(([actor, action]): StoryAction => ({
      actor: 'door' in action ? doorId(actor, action.door) : actor,
      action: actionOf(action),
      until: 'until' in action ? (action.until ?? null) : null,
      position: positionOf(material, [...path, actor]),
    })),
    ...world.map(({ key, action, until }): StoryAction => ({
      actor: null,
      action,
      until: until ?? null,
      position: positionOf(material, [...path, key]),
    })),
  ]
  return found.map((action) => actions.push(action) - 1)
}

/** The entries of a step that are no keys of its own: actors with what they do. */
export const directActions = <A = ActionDocument>(step: object): Record<string, A> =>
  Object.fromEntries(Object.entries(step).filter(([key]) => !STEP_KEYS.includes(key) && key !== 'id'))

interface WorldStep {
  readonly key: string
  readonly action: WorldAction
  readonly until: Expression | undefined
}

const weatherOf = ({ weather }: Step): WorldStep | null => {
  if (weather === undefined) return null
  const { over, until, clouds: cloudCover, ...others } = weather
  // What is not named stays as it is, and a record of the story holds no empty keys.
  const named = Object.entries({ ...others, cloudCover }).filter(([, value]) => value !== undefined)
  const to: typeof others & { readonly cloudCover?: number } = Object.fromEntries(named)
  return { key: 'weather', action: { kind: 'weather', to, over }, until }
}

const surfaceOf = (material: Material, { surface }: Step): WorldStep | null => {
  if (surface === undefined) return null
  const { id, kind, mu, depth, over, until } = surface
  const action: WorldAction = {
    kind: 'surface',
    patch: material.document.surface.findIndex((p) => p.id === id),
    becomes: kind ?? null,
    mu: mu ?? null,
    depth: depth ?? null,
    over,
  }
  return { key: 'surface', action, until }
}

const faultOf = ({ sensors }: Step): WorldStep | null => {
  if (sensors === undefined) return null
  const { fault, on, delay = 0, rate = 0, factor = 1, by, until } = sensors
  const levels: Partial<Record<SensorFaultKind, number>> = {
    latency: delay,
    ghosts: rate,
    noise: factor,
    misalignment: 1,
  }
  const shift: { shift?: Mount } =
    fault !== 'misalignment' || by === undefined
      ? {}
      : { shift: { position: [by.x, by.y, by.z], yaw: by.yaw, pitch: by.pitch, roll: by.roll } }
  const level = levels[fault] ?? sensors.level
  return { key: 'sensors', action: { kind: 'sensor-fault', sensor: on, fault, level, ...shift }, until }
}

const lightsOf = ({ lights }: Step): WorldStep | null => {
  if (lights === undefined) return null
  const { signal, shows, until } = lights
  const signals = signal === ALL_LIGHTS ? null : [signal].flat().map(String)
  return { key: 'lights', action: { kind: 'traffic-light', signals, shows }, until }
}

/** Instead of a light's id. */
export const ALL_LIGHTS = 'all'

const actionOf = (a: Resolved<ActionDocument>): Action => {
  if (isFailure(a)) return failureOf(a)
  if (isWalking(a)) return walkingOf(a)
  if ('speed' in a) return { kind: 'speed', target: a.speed, acceleration: a.acceleration }
  if ('brake' in a) return { kind: 'brake', deceleration: a.brake }
  if ('accelerate' in a) return { kind: 'accelerate', acceleration: a.accelerate }
  if ('lane-change' in a) return { kind: 'lane-change', lane: a['lane-change'], duration: a.over }
  if ('lane-offset' in a) return { kind: 'lane-offset', offset: a['lane-offset'], duration: a.over }
  if ('steer' in a) return { kind: 'steer', angle: a.steer, over: a.over, release: a.then === 'release' }
  if ('throttle' in a) return { kind: 'throttle', level: a.throttle }
  if ('indicator' in a) return { kind: 'lights', indicator: a.indicator }
  if ('headlights' in a) return { kind: 'headlights', beam: a.headlights }
  if ('beacon' in a) return { kind: 'beacon', lit: a.beacon === 'on', siren: (a.siren ?? a.beacon) === 'on' }
  if ('look-away' in a) return { kind: 'look-away', duration: a['look-away'] }
  if ('follow' in a) return { kind: 'follow', points: a.follow.map(pointOf) }
  if ('synchronise' in a)
    return {
      kind: 'synchronise',
      s: a.synchronise,
      ...onRoad(a.road),
      other: a.with,
      otherS: a.at,
      ...(a.on === undefined ? {} : { otherRoad: String(a.on) }),
      acceleration: a.acceleration,
    }
  if ('door' in a) return { kind: 'swing', angle: a.angle, rate: SWING / a.over }
  if ('drop' in a) return { kind: 'drop', velocity: [...DROPS[a.towards](a.drop)] }
  return { kind: 'appear' in a ? 'appear' : 'remove' }
}

/** A door that is opened goes so far in the time that is given, rad. */
const SWING = (65 * Math.PI) / 180

/** Velocity in the carrier's body frame of what comes off to a side of it. */
const DROPS = {
  back: (speed: number) => [-speed, 0] as const,
  left: (speed: number) => [0, speed] as const,
  right: (speed: number) => [0, -speed] as const,
}

type PathPoint = Resolved<Extract<ActionDocument, { follow: unknown }>>['follow'][number]

const pointOf = (p: PathPoint): FollowPoint => ({
  ...onRoad(p.road),
  ...{ s: p.s, t: p.t },
  ...('at' in p ? { at: p.at } : { speed: p.speed }),
})

export const expectationsOf = (material: Material, parameters: ParameterValues): Expectation[] =>
  material.document.expect.map((part) => {
    const e = resolve(part, parameters)
    const [rule, condition] =
      'never' in e
        ? (['never', e.never] as const)
        : 'always' in e
          ? (['always', e.always] as const)
          : (['eventually', e.eventually] as const)
    return { id: e.id, rule, condition, as: e.as, position: positionOf(material, material.pathOf(part)) }
  })

const positionOf = (material: Material, path: Path): Position => {
  const { source, offset } = keyAt(material.tree, path)
  return source.position(offset)
}
