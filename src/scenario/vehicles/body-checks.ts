/** What can be said of an actor, and what an actor can do, by the kind of its body. */
import { keyAt, nodeAt, type Path } from '../schema/compile.ts'
import type { Diagnostic } from '../diagnostics.ts'
import { Formula } from '../expression/formula.ts'
import type { ScenarioDocument } from '../schema/schema.ts'
import type { ActionDocument } from '../schema/story.ts'
import { isWhole } from '../sensors/rigs.ts'
import { diagnose, type Complaint, type Node } from '../source.ts'
import type { Model } from './vehicle-library.ts'
import type { ObjectSpec, WalkerSpec } from '../vehicle.ts'

type Body = WalkerSpec | ObjectSpec
type TrailerDocument = NonNullable<ScenarioDocument['actors']>[string]['trailer']

export interface BodyCheck {
  readonly document: ScenarioDocument
  readonly tree: Node
  readonly bodies: ReadonlyMap<string, Body>
  readonly models: ReadonlyMap<string, Model>
  readonly report: (diagnostic: Diagnostic) => void
}

const KEYS = ['model', 'at', 'speed', 'driver', 'paint', 'present']
const DRIVERS: Readonly<Record<Body['kind'], readonly string[]>> = {
  walker: ['walk', 'none'],
  object: ['none'],
}
const ON_FOOT = ['speed', 'stop', 'walk', 'cross', 'run', 'appear', 'remove']
/** What no vehicle can do. */
const WITHOUT_WHEELS = ['walk', 'cross', 'run', 'drop']
const ACTIONS: Readonly<Record<Body['kind'], readonly string[]>> = {
  walker: ON_FOOT,
  object: ['drop', 'appear', 'remove'],
}

/** The body of an actor whose model is written out; undefined: a vehicle, or a parameter says which. */
const bodyOf = ({ document, bodies }: BodyCheck, actor: string): Body | undefined => {
  const word = document.actors?.[actor]?.model.expression
  return word?.kind === 'text' ? bodies.get(word.value) : undefined
}

/** Whether an actor's model is written out at all. */
const isKnown = ({ document }: BodyCheck, actor: string): boolean =>
  document.actors?.[actor]?.model.expression?.kind === 'text'

const complain = ({ tree, report }: BodyCheck, path: Path, complaint: Complaint): void =>
  report(diagnose(keyAt(tree, path), complaint))

/** Reports keys of actors that their bodies have no use for. */
export const checkBodies = (check: BodyCheck): void => {
  for (const [id, actor] of Object.entries(check.document.actors ?? {})) {
    if (!isKnown(check, id)) continue
    const path = ['actors', id]
    const body = bodyOf(check, id)
    const written = nodeAt(check.tree, path)
    const keys = written.kind === 'map' ? [...written.entries.keys()] : []
    const drivers = body === undefined ? null : DRIVERS[body.kind]
    const { kind } = actor.driver
    if (keys.includes('driver') && (drivers === null ? kind === 'walk' : !drivers.includes(kind)))
      report(check, [...path, 'driver'], {
        code: 'bad-value',
        message: body === undefined ? `a vehicle cannot walk` : `a ${body.name} has no driver '${kind}'`,
        expected: drivers === null ? "a driver of vehicles, such as 'idm'" : `one of ${drivers.join(', ')}`,
        suggestion: drivers?.[0] ?? 'idm',
      })
    if (body === undefined) {
      for (const key of ['beacon', 'siren'] as const)
        if (actor.lights?.[key] === 'on') checkBeacon(check, [...path, 'lights', key], id)
      if ('emergency' in actor.driver && actor.driver.emergency)
        checkBeacon(check, [...path, 'driver', 'emergency'], id)
      checkTrailer(check, [...path, 'trailer'], actor.trailer)
      continue
    }
    for (const key of keys) {
      if (KEYS.includes(key)) continue
      complain(check, [...path, key], {
        code: 'bad-value',
        message: `a ${body.name} has no '${key}'`,
        expected: `one of ${KEYS.join(', ')}`,
      })
    }
    if (id in check.document.sensors && check.document.sensors[id].some((entry) => !isWhole(entry)))
      complain(check, ['sensors', id], {
        code: 'unknown-camera',
        message: `a ${body.name} has no rig`,
        expected: "an actor on wheels, or sensors with 'model' and 'at'",
      })
    if (body.kind === 'object' && body.fixed && keys.includes('speed'))
      complain(check, [...path, 'speed'], {
        code: 'bad-value',
        message: `a ${body.name} is fixed and has no 'speed'`,
      })
  }
}

/** Only some vehicles carry blue lights. */
const checkBeacon = (check: BodyCheck, path: Path, actor: string): void => {
  const word = check.document.actors?.[actor]?.model.expression
  const model = word?.kind === 'text' ? check.models.get(word.value) : undefined
  if (model === undefined || model.spec.beacon === true) return
  const others = [...check.models.values()].flatMap(({ spec }) => (spec.beacon === true ? [spec.name] : []))
  complain(check, path, {
    code: 'bad-value',
    message: `the ${model.spec.name} carries no beacon`,
    expected: `a vehicle with \`beacon: true\`, such as ${others.at(0) ?? 'ambulance'}`,
  })
}

/** A trailer has wheels. */
const checkTrailer = (check: BodyCheck, path: Path, trailer: TrailerDocument): void => {
  const model = trailer instanceof Formula ? trailer : trailer?.model
  const name = model?.expression?.kind === 'text' ? model.expression.value : ''
  if (!check.bodies.has(name)) return
  report(check, trailer instanceof Formula ? path : [...path, 'model'], {
    code: 'unknown-model',
    message: `a ${name} is no trailer`,
    expected: 'a file of vehicles/ with `class: trailer`',
  })
}

/** At the value, where it is a word; else at its key. */
const report = (check: BodyCheck, path: Path, complaint: Complaint): void => {
  const node = nodeAt(check.tree, path)
  if (node.kind === 'scalar') check.report(diagnose(node.at, complaint))
  else complain(check, path, complaint)
}

/** Reports an action that the actor's body cannot do. */
export const checkBodyAction = (
  check: BodyCheck,
  path: Path,
  actor: string,
  action: ActionDocument,
): void => {
  if (!isKnown(check, actor)) return
  const body = bodyOf(check, actor)
  const [verb] = Object.keys(action)
  if (body === undefined && 'beacon' in action && action.beacon === 'on')
    checkBeacon(check, [...path, 'beacon'], actor)
  if (body === undefined ? !WITHOUT_WHEELS.includes(verb) : ACTIONS[body.kind].includes(verb)) return
  complain(check, [...path, verb], {
    code: 'bad-value',
    message: body === undefined ? `a vehicle cannot '${verb}'` : `a ${body.name} cannot '${verb}'`,
    expected:
      body === undefined
        ? "an action of vehicles, such as 'speed'"
        : `one of ${ACTIONS[body.kind].join(', ')}`,
  })
}
