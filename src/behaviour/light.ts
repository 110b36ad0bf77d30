/** What a driver makes of a traffic light. */
import { lightAt, type LightPhase } from '../road/index.ts'

/** Amber is driven through when stopping would take more than this, m/s^2. */
const AMBER_BRAKING = 3

/** @param way to the line, m. */
export const lightSays = (phase: LightPhase, time: number, way: number, speed: number): 'stop' | 'go' => {
  const shown = lightAt(phase, time)
  if (shown === 'green') return 'go'
  if (shown === 'red') return 'stop'
  return speed * speed > 2 * AMBER_BRAKING * Math.max(way, 0.1) ? 'go' : 'stop'
}
