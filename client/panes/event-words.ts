/** An event in words, and how grave it is. */
import type { WorldEvent } from '../../src/world/index.ts'

export type Gravity = 'danger' | 'warning' | 'note' | 'plain'

export const gravityOf = (event: WorldEvent): Gravity => {
  switch (event.kind) {
    case 'collision':
      return 'danger'
    case 'skid-start':
    case 'off-road':
    case 'aeb':
      return 'warning'
    case 'expectation':
      return 'note'
    case 'phase':
    case 'skid-end':
      return 'plain'
  }
}

export const wordsOf = (event: WorldEvent): string => {
  switch (event.kind) {
    case 'collision':
      return `${event.actors.join(' hits ')} at ${(event.closingSpeed * 3.6).toFixed(0)} km/h`
    case 'phase':
      return `phase “${event.phase}” begins`
    case 'expectation':
      return `“${event.expectation}” is settled`
    case 'skid-start':
      return `${event.actors[0]} begins to skid`
    case 'skid-end':
      return `${event.actors[0]} grips again`
    case 'aeb':
      return `${event.actors[0]}: emergency braking`
    case 'off-road':
      return `${event.actors[0]} leaves the road`
  }
}
