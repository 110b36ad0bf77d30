/** The few numbers that every stage shares. SI. */
import { TICKS_PER_SECOND } from '../world/index.ts'

/** Standard value used by the reference models, m/s^2. */
export const GRAVITY = 9.81
/** Length of a tick: bodies, actuators and contacts step once, s. */
export const TICK = 1 / TICKS_PER_SECOND
/** Wheels and tyres are stiffer than the body: they step this often a tick (1200 Hz). */
export const SUBSTEPS = 2
