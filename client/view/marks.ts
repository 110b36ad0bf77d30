/**
 * What is drawn over the world: where everyone has been, how fast he is, what his tyres do with their grip, and
 * where the surface changes. Flat strips of triangles above the ground, world frame, m; pure geometry.
 */
import { slipAngleOf, speedOf } from '../../src/criticality/index.ts'
import { add, rotate, transformPoint, yawOf, quatFromYaw, type Vec3 } from '../../src/math/index.ts'
import type { Road } from '../../src/road/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import type { Shape } from '../../src/shape/index.ts'
import type { ActorState, WheelState, WorldState } from '../../src/world/index.ts'
import { addFrusta } from './frusta.ts'
import { Strips, type Rgb } from './strips.ts'

export const MARKS = ['trails', 'speed', 'grip', 'patches', 'sensors', 'points'] as const
export type Mark = (typeof MARKS)[number]

/** Above the ground, so that snow and bumps do not hide it, m. */
const LIFT = 0.12
/** How long a trail is, s, and how far its points lie apart. */
const TRAIL_SECONDS = 6
const TRAIL_STEP = 0.1
/** An arrow reaches where the actor is after this long, s. */
const ARROW_SECONDS = 0.8
/** A metre of a force arrow, N. */
const NEWTON_A_METRE = 1500
const SKID_SLIP = (10 * Math.PI) / 180

const TRAIL: Rgb = [0.36, 0.62, 1]
const SKIDDING: Rgb = [1, 0.4, 0.35]
const SPEED: Rgb = [0.31, 0.82, 0.85]
const RIM: Rgb = [0.92, 0.94, 0.97]
const OTHER: Rgb = [0.72, 0.56, 1]
const PATCHES: Readonly<Record<string, Rgb>> = { water: [0.3, 0.6, 1], ice: [0.45, 0.85, 1] }

/** Green where grip is left, red where it is used up. */
const gripColor = (used: number): Rgb => [0.3 + 0.7 * used, 0.78 - 0.42 * used, 0.45 - 0.15 * used]

export interface MarksInput {
  readonly scenario: ConcreteScenario
  readonly patches: Strips
  /** In the scenario's order. */
  readonly shapes: readonly Shape[]
  readonly state: WorldState
  /** The state at another time, s; null: not known. */
  readonly at: (time: number) => WorldState | null
  readonly shown: ReadonlySet<Mark>
  /** Whose tyres are shown. */
  readonly followed: string
  /** Of the run that this one is compared with, at the same time. */
  readonly rival: WorldState | null
}

const lifted = ([x, y, z]: Vec3): Vec3 => [x, y, z + LIFT]

const trail = (strips: Strips, { at, state }: MarksInput, id: number): void => {
  const points: { place: Vec3; skids: boolean }[] = []
  for (let t = Math.max(0, state.time - TRAIL_SECONDS); t < state.time; t += TRAIL_STEP) {
    const actor = at(t)?.actors[id]
    if (actor?.present)
      points.push({ place: lifted(actor.position), skids: Math.abs(slipAngleOf(actor)) > SKID_SLIP })
  }
  points.push({ place: lifted(state.actors[id].position), skids: false })
  for (let i = 1; i < points.length; i++) {
    const { skids } = points[i - 1]
    strips.along(
      [points[i - 1].place, points[i].place],
      0.16,
      skids ? SKIDDING : TRAIL,
      0.15 + (0.6 * i) / points.length,
    )
  }
}

/** Where a wheel touches the ground, and the force there in the world's frame. */
export const wheelForce = (actor: ActorState, shape: Shape, i: number): { contact: Vec3; force: Vec3 } => {
  const wheel = actor.wheels[i]
  const [x, y] = shape.wheels[i]
  const contact = transformPoint({ position: actor.position, orientation: actor.orientation }, [x, y, 0])
  const along = quatFromYaw(yawOf(actor.orientation) + wheel.steer)
  return { contact, force: rotate(along, [wheel.forceX, wheel.forceY, 0]) }
}

const usedOf = ({ forceX, forceY, forceAvailable }: WheelState): number =>
  forceAvailable > 0 ? Math.min(1, Math.hypot(forceX, forceY) / forceAvailable) : 0

/** Each wheel's friction circle, and the force in it: an arrow that reaches the rim is all that the ground gives. */
const grip = (strips: Strips, actor: ActorState, shape: Shape): void => {
  actor.wheels.slice(0, shape.wheels.length).forEach((wheel, i) => {
    const { contact, force } = wheelForce(actor, shape, i)
    const color = gripColor(usedOf(wheel))
    const middle = lifted(contact)
    strips.ring(middle, wheel.forceAvailable / NEWTON_A_METRE, 0.05, RIM, 0.75)
    const by = force.map((f) => f / NEWTON_A_METRE) as unknown as Vec3
    strips.arrow(middle, by, 0.12, color, 0.95)
  })
}

const speed = (strips: Strips, actor: ActorState): void => {
  if (speedOf(actor) < 0.5) return
  const [vx, vy] = actor.velocity
  strips.arrow(lifted(actor.position), [vx * ARROW_SECONDS, vy * ARROW_SECONDS, 0], 0.22, SPEED, 0.8)
}

/** Points along a patch's edge lie this far apart, m. */
const PATCH_STEP = 4

/** The edges of the surface patches: they stay where they are, so they are worked out once a world. */
export const patchEdges = (scenario: ConcreteScenario, road: Road): Strips => {
  const strips = new Strips()
  for (const { road: id, kind, s, t } of scenario.surface) {
    const on = id === undefined ? 0 : (road.roadIndex(id) ?? 0)
    const count = Math.max(1, Math.ceil((s[1] - s[0]) / PATCH_STEP))
    const edge = (side: number): Vec3[] =>
      Array.from({ length: count + 1 }, (_, i) => {
        const { x, y } = road.toWorld(s[0] + ((s[1] - s[0]) * i) / count, side, on)
        return lifted([x, y, road.height(x, y)])
      })
    const [right, left] = [edge(t[0]), edge(t[1])]
    const color = Object.entries(PATCHES).find(([word]) => kind.includes(word))?.[1] ?? RIM
    strips.along([...right, ...left.reverse(), right[0]], 0.1, color, 0.8)
  }
  return strips
}

/** The outline of somebody of the other run, where he is now. */
const ghost = (strips: Strips, actor: ActorState, spec: ConcreteScenario['actors'][number]['spec']): void => {
  const { length, width, rearOverhang } = spec
  const corner = (x: number, y: number): Vec3 =>
    lifted(add(actor.position, rotate(actor.orientation, [x, y, 0])))
  const [back, front] = [-rearOverhang, length - rearOverhang]
  const [a, b] = [corner(back, -width / 2), corner(front, -width / 2)]
  const [c, d] = [corner(front, width / 2), corner(back, width / 2)]
  strips.along([a, b, c, d, a], 0.12, OTHER, 0.95)
}

/** All marks of one picture. */
export const marksOf = (input: MarksInput): Strips => {
  const { scenario, state, shapes, shown, followed, rival, patches } = input
  const strips = new Strips()
  if (shown.has('patches')) strips.take(patches)
  state.actors.forEach((actor, i) => {
    if (!actor.present) return
    if (shown.has('trails')) trail(strips, input, i)
    if (shown.has('speed')) speed(strips, actor)
    if (shown.has('grip') && actor.id === followed) grip(strips, actor, shapes[i])
    if (shown.has('sensors') && actor.id === followed) addFrusta(strips, actor, scenario.sensors)
  })
  for (const actor of rival?.actors ?? []) {
    const spec = scenario.actors.find((a) => a.id === actor.id)?.spec
    if (spec !== undefined && actor.present) ghost(strips, actor, spec)
  }
  return strips
}
