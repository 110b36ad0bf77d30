/** The few numbers that every stage shares. SI. */
import { TICKS_PER_SECOND } from '../world/index.ts'

/** Standard value used by the reference models, m/s^2. */
export const GRAVITY = 9.81
/** Length of a tick: bodies, actuators and contacts step once, s. */
export const TICK = 1 / TICKS_PER_SECOND
/** A wheel's spin against its tyre's slip is stiffer than the body: they step this often a tick (1200 Hz). */
export const SUBSTEPS = 2
