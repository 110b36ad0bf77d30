/** Cameras as formats that follow OpenCV have them: x right, y down, z ahead; whole numbers are pixels' centres. */
import { pinholeFromFov, quatFromEuler, type Pose, type Quat } from '../math/index.ts'
import { isCamera, type CameraSpec, type SensorSpec } from '../scenario/index.ts'

/** A camera that leaves straight lines straight, as pictures of rectified data sets have them. */
export const isStraight = (sensor: SensorSpec): sensor is CameraSpec =>
  isCamera(sensor) && (sensor.lens === undefined || sensor.lens.kind === 'pinhole')

/** Where a sensor sits in its carrier's body frame. */
export const mountOf = ({ mount }: Pick<SensorSpec, 'mount'>): Pose => ({
  position: mount.position,
  orientation: quatFromEuler(mount),
})

/** Optical frame (x right, y down, z ahead) -> camera frame: its z is our x, its x our -y, its y our -z. */
export const OPTICAL: Quat = [-0.5, 0.5, -0.5, 0.5]

/** A picture's outer corner is at -0.5 where whole numbers are pixels' centres. */
export const TO_PIXEL_CENTRES = -0.5

/** Focal lengths and principal point of a straight camera, px, counted from the first pixel's centre. */
export const intrinsicsOf = ({
  width,
  height,
  horizontalFov,
}: CameraSpec): { fx: number; fy: number; cx: number; cy: number } => {
  const { fx, fy, cx, cy } = pinholeFromFov(width, height, horizontalFov)
  return { fx, fy, cx: cx + TO_PIXEL_CENTRES, cy: cy + TO_PIXEL_CENTRES }
}
