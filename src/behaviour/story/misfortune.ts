/** What the story does to a vehicle rather than to its driver: what it has broken, and the gusts that hit it. */
import { gustAt } from '../../scenario/index.ts'
import type { Controls } from '../../world/index.ts'
import type { ActorMemory } from '../memory.ts'

/** The part of the controls that tells of it; empty for a vehicle that nothing has happened to. */
export const misfortuneOf = (
  { failures, gusts }: ActorMemory,
  time: number,
): Pick<Controls, 'failures' | 'gust'> => {
  if (failures.length === 0 && gusts.length === 0) return {}
  let vx = 0
  let vy = 0
  for (const gust of gusts) {
    const speed = gustAt(gust, time)
    vx -= speed * Math.sin(gust.from)
    vy -= speed * Math.cos(gust.from)
  }
  return {
    ...(failures.length === 0 ? {} : { failures: failures.map(({ what }) => what) }),
    ...(vx === 0 && vy === 0 ? {} : { gust: [vx, vy] as const }),
  }
}
