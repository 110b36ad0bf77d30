/** Bodies without wheels through a run: where they start, what they are told, and one tick of each. */
import { quatFromYaw, quatMultiply, rotate } from '../../math/index.ts'
import { standing, type Road } from '../../road/index.ts'
import type { ActorSpec } from '../../scenario/index.ts'
import type { Controls } from '../../world/index.ts'
import { setFreeNumbers, type FreeBody } from './free-body.ts'
import { moveWithCarrier, obeyAboard } from './load.ts'
import { tilt } from '../presence.ts'
import { remember } from '../trace.ts'
import { tumble } from './tumble.ts'
import { walkOn, wish } from './walker.ts'

/** Puts it at its place: somebody upright on the ground, an object as the ground lies, or in the air. */
export const placeFree = (b: FreeBody, { at, speed, present }: ActorSpec, road: Road): FreeBody => {
  const { spec, model, state } = b
  const { x, y, heading } = standing(road, at)
  const height = at.height ?? 0
  const turned = quatFromYaw(heading)
  const upright = spec.kind === 'walker' || height > 0
  const q = upright ? turned : quatMultiply(tilt(road.normal(x, y)), turned)
  const [cx, cy, cz] = rotate(q, model.cg)
  const [vx, vy, vz] = rotate(q, [speed, 0, 0])
  const spin = spec.kind === 'object' && spec.form === 'wheel' && height === 0 ? (2 * speed) / spec.height : 0
  const [wx, wy, wz] = rotate(q, [0, spin, 0])
  state.present = present ? 1 : 0
  state.heading = state.wantedHeading = heading
  state.wantedSpeed = speed
  state.onFeet = spec.kind === 'walker' && height === 0 ? 1 : 0
  state.resting = spec.kind === 'object' && height === 0 && speed === 0 ? 1 : 0
  setFreeNumbers(b, [x + cx, y + cy, road.height(x, y) + height + cz, ...q, vx, vy, vz, wx, wy, wz])
  remember(b)
  return b
}

/** @throws RangeError naming the actor and the control that is not a finite number. */
export const obeyFree = (b: FreeBody, controls: Controls): void => {
  const { walk } = controls
  if (walk !== undefined && !(Number.isFinite(walk.speed) && Number.isFinite(walk.heading)))
    throw new RangeError(`actor ${b.id}: walk must be finite numbers`)
  b.state.present = controls.present ? 1 : 0
  wish(b, controls)
  obeyAboard(b, controls)
}

/** One tick. What is absent, fixed or at rest does not move. */
export const stepFree = (b: FreeBody, road: Road): void => {
  const { state, spec, body } = b
  if (state.present === 0 || body.invMass === 0 || moveWithCarrier(b)) return
  if (state.onFeet === 1 && spec.kind === 'walker') walkOn(b, spec, road)
  else if (state.resting === 0) tumble(b, road)
}
