/** The few numbers that every stage shares. SI. */
import { TICKS_PER_SECOND } from '../world/index.ts'

/** Standard value used by the reference models, m/s^2. */
export const GRAVITY = 9.81
/** Length of a tick: bodies, actuators and contacts step once, s. */
export const TICK = 1 / TICKS_PER_SECOND
/**
 * Engine, brakes and their control units act this seldom, ticks, and that in seconds; the surface under a wheel is
 * looked at as often (200 Hz: control units are no faster, and a car at 30 m/s comes 0.15 m far).
 */
export const ACT_EVERY = 3
export const ACT = ACT_EVERY / TICKS_PER_SECOND
/** A wheel's spin against its tyre's slip is stiffer than the body: they step this often a tick (1200 Hz). */
export const SUBSTEPS = 2
