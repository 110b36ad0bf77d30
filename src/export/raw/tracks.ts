/** tracks.csv: where everybody was and how they moved, at every control step of a clip. World frame, SI. */
import { rotate } from '../../math/index.ts'
import type { ActorState, WorldState } from '../../world/index.ts'

/** `wheels`: of each wheel slip ratio, slip angle (rad), peak friction and ground, joined by ':'; parted by blanks. */
export const TRACK_COLUMNS = [
  ...['time_s', 'track_id', 'actor', 'x_m', 'y_m', 'z_m', 'qx', 'qy', 'qz', 'qw'],
  ...['vx_mps', 'vy_mps', 'vz_mps', 'ax_mps2', 'ay_mps2', 'az_mps2', 'wx_radps', 'wy_radps', 'wz_radps'],
  'wheels',
] as const

const rounded = (value: number): string => String(Math.round(value * 1e6) / 1e6)

const row = (time: number, actor: ActorState): string => {
  const { position, orientation, velocity, acceleration, angularVelocity, wheels } = actor
  const numbers = [
    ...[...position, ...orientation, ...velocity],
    ...rotate(orientation, acceleration),
    ...rotate(orientation, angularVelocity),
  ]
  const slips = wheels.map((w) => [...[w.slipRatio, w.slipAngle, w.mu].map(rounded), w.surface].join(':'))
  return [rounded(time), actor.instance, actor.id, ...numbers.map(rounded), slips.join(' ')].join(',')
}

/** The rows of one state, each with its line's end: all who are in the world. */
export const trackRows = ({ time, actors }: WorldState): string =>
  actors
    .filter(({ present }) => present)
    .map((actor) => `${row(time, actor)}\n`)
    .join('')
