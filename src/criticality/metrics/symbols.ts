/** The symbols that many metrics share, with their other spellings. */
import { number, optional, positive } from './inputs.ts'

export const d = number('m', 'gap', 'd0', 's0')
export const v1 = number('m/s', 'v_1', 'v_ego', 'v_f')
export const v2 = number('m/s', 'v_2', 'v_lead', 'v_l')
export const a1 = optional(number('m/s^2', 'a_1'), 0)
export const a2 = optional(number('m/s^2', 'a_2'), 0)
export const w1 = positive('m', 'width1')
export const w2 = positive('m', 'width2')
export const dy = number('m', 'lat_offset', 'offset', 'dlat')
export const ttc = number('s', 'TTC')
export const reaction = number('s', 'prt', 'rt', 'tr', 't_r', 'dt', 'rho', 'reaction')
export const deceleration = positive('m/s^2', 'a_max', 'a_brake', 'b', 'decel', 'a_min')
export const m1 = positive('kg', 'mass1')
export const m2 = positive('kg', 'mass2')
