/** Where a wheel is: the same for what is drawn and for what is measured. */
import { quatFromEuler, type Pose } from '../math/index.ts'
import type { Shape } from './shape.ts'
import type { WheelState } from '../world/index.ts'

/** Pose of wheel `i` in the body frame; without a state: at rest in its design position. */
export const wheelPose = (shape: Shape, i: number, wheel: WheelState | undefined): Pose => {
  const [x, y, z] = shape.wheels[i]
  return {
    position: [x, y, z + (wheel?.travel ?? 0)],
    // Rolling forward turns the top of the wheel forward: nose-down pitch, positive about y (left).
    orientation: quatFromEuler({ yaw: wheel?.steer ?? 0, pitch: wheel?.spin ?? 0, roll: 0 }),
  }
}
