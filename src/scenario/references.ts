/** Names that one part of a scenario uses for another: actors, cameras, lanes. */
import { SENSOR_FAULTS, type SensorFaultKind } from './concrete.ts'
import { keyAt, nodeAt, type Path } from './schema/compile.ts'
import { closest, type Diagnostic } from './diagnostics.ts'
import { checkBodies, checkBodyAction, type BodyCheck } from './vehicles/body-checks.ts'
import type { Formula } from './expression/formula.ts'
import type { ScenarioDocument } from './schema/schema.ts'
import { STEP_KEYS, type ActionDocument, type StepDocument } from './schema/story.ts'
import { diagnose, type Complaint, type Node } from './source.ts'
import { sensorsById, shortNames } from './sensors/sensor-checks.ts'
import { directActions } from './story/story-plan.ts'
import type { Model } from './vehicles/vehicle-library.ts'

export interface ReferenceCheck {
  readonly document: ScenarioDocument
  readonly tree: Node
  readonly pathOf: (part: object) => Path
  /** All actors that are written down, those with mistakes too. */
  readonly actorIds: readonly string[]
  readonly models: ReadonlyMap<string, Model>
  readonly bodies: BodyCheck['bodies']
  readonly report: (diagnostic: Diagnostic) => void
}

/** Reports every name that nothing answers to. */
export const checkReferences = (check: ReferenceCheck): void => {
  checkPlacements(check)
  checkBodies(check)
  checkSensors(check)
  checkPerceptions(check)
  checkLanes(check)
  checkStory(check)
  checkIds(check)
}

const complainAtKey = ({ tree, report }: ReferenceCheck, path: Path, complaint: Complaint): void =>
  report(diagnose(keyAt(tree, path), complaint))
const complainAtValue = ({ tree, report }: ReferenceCheck, path: Path, complaint: Complaint): void =>
  report(diagnose(nodeAt(tree, path).at, complaint))

const unknownActor = (check: ReferenceCheck, name: string, also: readonly string[] = []): Complaint => ({
  code: 'unknown-actor',
  message: `there is no actor '${name}'`,
  expected:
    check.actorIds.length === 0 ? 'an actor; this file has none' : `one of ${check.actorIds.join(', ')}`,
  suggestion: closest(name, [...check.actorIds, ...also]),
})

const checkPlacements = (check: ReferenceCheck): void => {
  for (const [id, { at }] of Object.entries(check.document.actors ?? {})) {
    if ('s' in at) continue
    const [key, other] = otherOf(at)
    if (!check.actorIds.includes(other))
      complainAtValue(check, ['actors', id, 'at', key], unknownActor(check, other))
  }
}

/** The actor that another is placed by, and the key that says so. */
const otherOf = (
  at: Exclude<NonNullable<ScenarioDocument['actors']>[string]['at'], { readonly s: unknown }>,
): readonly [string, string] => {
  if ('on' in at) return ['on', at.on]
  return 'ahead of' in at ? ['ahead of', at['ahead of']] : ['behind', at.behind]
}

/** Sensors are carried by actors. */
const checkSensors = (check: ReferenceCheck): void => {
  for (const actor of Object.keys(check.document.sensors))
    if (!check.actorIds.includes(actor)) complainAtKey(check, ['sensors', actor], unknownActor(check, actor))
}

/** The camera by which a system sees is one that the actor carries. */
const checkPerceptions = (check: ReferenceCheck): void => {
  for (const [id, { driver }] of Object.entries(check.document.actors ?? {})) {
    if (!('perception' in driver) || driver.perception?.by !== 'camera') continue
    const names = (check.document.sensors[id] ?? []).flatMap((entry) =>
      'camera' in entry ? [entry.camera] : [],
    )
    unknownAmong(check, ['actors', id, 'driver', 'perception', 'sensor'], {
      code: 'unknown-camera',
      what: 'camera',
      name: driver.perception.sensor,
      names,
    })
  }
}

const checkLanes = (check: ReferenceCheck): void => {
  const { document } = check
  const lanes = document.road?.lanes
  if (lanes === undefined) return
  const sorted = [...lanes].sort((a, b) => a - b)
  const gap = sorted.findIndex((id, i) => i > 0 && id !== sorted[i - 1] + (sorted[i - 1] === -1 ? 2 : 1))
  if (gap >= 0 || (sorted[0] > 0 && sorted[0] !== 1) || (sorted.at(-1)! < 0 && sorted.at(-1) !== -1)) {
    complainAtKey(check, ['road', 'lanes'], {
      code: 'bad-value',
      message: 'the lanes do not lie side by side',
      expected: 'lanes without a gap or a repetition, such as [-2, -1, 1]',
    })
  }
  const known = (path: Path, lane: number): void => {
    if (lanes.includes(lane)) return
    complainAtValue(check, path, {
      code: 'unknown-lane',
      message: `the road has no lane ${lane}`,
      expected: `one of ${lanes.join(', ')}`,
    })
  }
  for (const patch of document.surface) {
    const path = check.pathOf(patch)
    if (patch.lane !== undefined) known([...path, 'lane'], patch.lane)
    if (Array.isArray(patch.lanes)) patch.lanes.forEach((lane, i) => known([...path, 'lanes', i], lane))
    if (patch.lane !== undefined && patch.lanes !== undefined) {
      complainAtKey(check, [...path, 'lane'], {
        code: 'bad-value',
        message: "the patch has both 'lane' and 'lanes'",
        expected: 'one of them',
      })
    }
    if (patch.side !== undefined && patch.lane === undefined) {
      complainAtKey(check, [...path, 'side'], {
        code: 'bad-value',
        message: "'side' is of one lane",
        expected: "'lane' beside it",
      })
    }
  }
}

const checkStory = (check: ReferenceCheck): void => {
  for (const phase of check.document.do) checkStep(check, phase, check.pathOf(phase), ['id', ...STEP_KEYS])
}

/** A step of the story and those in it. */
const checkStep = (
  check: ReferenceCheck,
  step: StepDocument,
  path: Path,
  also: readonly string[] = STEP_KEYS,
): void => {
  const direct = directActions(step)
  checkActions(check, path, direct, also)
  checkWorldActions(check, step, path)
  const inner = (['parallel', 'serial'] as const).filter((key) => step[key] !== undefined)
  for (const key of inner) step[key]?.forEach((part, i) => checkStep(check, part, [...path, key, i]))
  const own = [...Object.keys(direct), ...WORLD_KEYS.filter((key) => step[key] !== undefined)]
  if (inner.length + Math.min(1, own.length) > 1) {
    complainAtKey(check, path, {
      code: 'bad-value',
      message: 'this step mixes several forms',
      expected: "actions, or 'parallel', or 'serial'",
    })
  }
  if (inner.length + own.length === 0 && !hasOtherKeys(check, path)) {
    complainAtKey(check, path, {
      code: 'missing-key',
      message: 'this step does nothing',
      expected: "an actor with an action, 'parallel' or 'serial'",
    })
  }
}

const WORLD_KEYS = ['weather', 'surface', 'sensors', 'lights'] as const
const WEATHER_KEYS = ['visibility', 'snowfall', 'rainfall', 'wind', 'temperature', 'clouds', 'sun'] as const
const TIMING_KEYS = ['id', 'when', 'edge', 'after', 'until']

/** Whether the step has an action that was left out because of a mistake. */
const hasOtherKeys = ({ tree }: ReferenceCheck, path: Path): boolean => {
  const node = nodeAt(tree, path)
  return node.kind === 'map' && [...node.entries.keys()].some((key) => !TIMING_KEYS.includes(key))
}

/** Patches and sensors that the story speaks of, and changes that change nothing. */
const checkWorldActions = (check: ReferenceCheck, step: StepDocument, path: Path): void => {
  const { document } = check
  const { weather, surface, sensors } = step
  const nothing = (key: string, expected: string): void =>
    complainAtKey(check, [...path, key], {
      code: 'missing-key',
      message: `this '${key}' changes nothing`,
      expected,
    })
  const changes = WEATHER_KEYS.filter((key) => weather?.[key] !== undefined)
  if (weather !== undefined && changes.length === 0)
    nothing('weather', `one of ${WEATHER_KEYS.map((key) => `'${key}'`).join(', ')}`)
  if (surface !== undefined) {
    const { kind, mu, depth } = surface
    if (kind === undefined && mu === undefined && depth === undefined)
      nothing('surface', "'kind', 'mu' or 'depth'")
    unknownAmong(check, [...path, 'surface', 'id'], {
      code: 'unknown-patch',
      what: 'patch',
      name: surface.id,
      names: document.surface.map((p) => p.id),
    })
  }
  if (sensors !== undefined) {
    unknownAmong(check, [...path, 'sensors', 'on'], {
      code: 'unknown-sensor',
      what: 'sensor',
      name: sensors.on,
      names: [...sensorsById(document).keys(), ...perceptionsOf(document)],
      also: shortNames(document),
    })
    checkFault(check, [...path, 'sensors'], sensors)
  }
}

/** Sensors by which assistance systems see. */
const perceptionsOf = ({ actors }: ScenarioDocument): string[] =>
  Object.entries(actors ?? {}).flatMap(([id, { driver }]) =>
    'perception' in driver && driver.perception !== undefined ? [`${id}.${driver.perception.sensor}`] : [],
  )

/** What says how bad a fault is that has no level. */
const FAULT_KEYS = { latency: 'delay', ghosts: 'rate', noise: 'factor', misalignment: 'by' } as const

/** Faults say how bad they are in units of their own, and not every sensor can have each. */
const checkFault = (
  check: ReferenceCheck,
  path: Path,
  sensors: NonNullable<StepDocument['sensors']>,
): void => {
  const { fault, on } = sensors
  const key = fault in FAULT_KEYS ? FAULT_KEYS[fault as keyof typeof FAULT_KEYS] : null
  if (key !== null && sensors[key] === undefined)
    complainAtKey(check, path, {
      code: 'missing-key',
      message: `this fault does not say how bad it is`,
      expected: `'${key}'`,
    })
  const kind = sensorsById(check.document).get(on)
  if (fault === 'ghosts' && kind !== 'radar' && !perceptionsOf(check.document).includes(on))
    complainAtValue(check, [...path, 'on'], {
      code: 'unknown-sensor',
      message: `no system sees by '${on}'`,
      expected: `a radar, or a 'perception' with this sensor, of a driver 'aeb' or 'acc'`,
    })
  if (COVERS.includes(fault) && (kind === 'imu' || kind === 'wheel-speed'))
    complainAtValue(check, [...path, 'fault'], {
      code: 'bad-value',
      message: `the ${kind} '${on}' looks at nothing that could be hidden from it`,
      expected: `one of ${SENSOR_FAULTS.filter((f) => !COVERS.includes(f) && f !== 'ghosts').join(', ')}`,
    })
}

const COVERS: readonly SensorFaultKind[] = ['snow-cover', 'mud', 'blockage']

interface Lookup {
  readonly code: Complaint['code']
  readonly what: string
  readonly name: string
  readonly names: readonly string[]
  /** Other names of some of them, by what they are called. */
  readonly also?: ReadonlyMap<string, string>
}

const unknownAmong = (check: ReferenceCheck, path: Path, { code, what, name, names, also }: Lookup): void => {
  if (names.includes(name)) return
  complainAtValue(check, path, {
    code,
    message: `there is no ${what} '${name}'`,
    expected: names.length === 0 ? `a ${what}; this file has none` : `one of ${names.join(', ')}`,
    suggestion: also?.get(name) ?? closest(name, names),
  })
}

const checkActions = (
  check: ReferenceCheck,
  path: Path,
  actions: Readonly<Record<string, ActionDocument>>,
  also: readonly string[],
): void => {
  for (const [actor, action] of Object.entries(actions)) {
    const at = [...path, actor]
    if (!check.actorIds.includes(actor)) complainAtKey(check, at, unknownActor(check, actor, also))
    checkBodyAction(check, at, actor, action)
    const placed = check.document.actors?.[actor]?.at
    if ('drop' in action && placed !== undefined && !('on' in placed)) {
      complainAtKey(check, [...at, 'drop'], {
        code: 'bad-value',
        message: `nothing carries '${actor}'`,
        expected: `'at: {on: ...}' of '${actor}'`,
      })
    }
    if ('synchronise' in action) {
      if (!check.actorIds.includes(action.with))
        complainAtValue(check, [...at, 'with'], unknownActor(check, action.with))
      else if (action.with === actor) {
        complainAtValue(check, [...at, 'with'], {
          code: 'bad-value',
          message: `'${actor}' cannot wait for itself`,
          expected: 'another actor',
        })
      }
    }
    if ('follow' in action) checkPoints(check, action.follow, [...at, 'follow'])
  }
}

/** Points of a path: all of one form, and times that rise. */
const checkPoints = (
  check: ReferenceCheck,
  points: Extract<ActionDocument, { follow: unknown }>['follow'],
  path: Path,
): void => {
  const byTime = 'at' in points[0]
  points.forEach((point, i) => {
    const before = points[i - 1]
    if ('at' in point !== byTime) {
      complainAtKey(check, [...path, i, 'at' in point ? 'at' : 'speed'], {
        code: 'bad-value',
        message: 'some points of this path have times and some have speeds',
        expected: byTime ? "'at', as before" : "'speed', as before",
      })
    } else if (i > 0 && 'at' in point && 'at' in before && isBefore(point.at, before.at)) {
      complainAtValue(check, [...path, i, 'at'], {
        code: 'out-of-range',
        message: 'the times of this path do not rise',
        expected: `more than ${before.at.text}`,
      })
    }
  })
}

/** Whether one time, where both are fixed, is not after the other. */
const isBefore = ({ expression: a }: Formula, { expression: b }: Formula): boolean =>
  a?.kind === 'number' && b?.kind === 'number' && a.value <= b.value

/** Ids that reports and files go by must be unique. */
const checkIds = (check: ReferenceCheck): void => {
  const { surface, do: story, expect } = check.document
  for (const parts of [surface, story, expect]) {
    const seen = new Set<string>()
    for (const part of parts) {
      if (part.id === undefined) continue
      if (seen.has(part.id)) {
        complainAtValue(check, [...check.pathOf(part), 'id'], {
          code: 'duplicate-key',
          message: `the id '${part.id}' is there twice`,
        })
      }
      seen.add(part.id)
    }
  }
}
