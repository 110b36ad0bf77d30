/** What happened, in words, and how grave it is. */
import type { ClipEvent } from '../../src/labels/index.ts'
import type { Gravity } from '../panes/event-words.ts'

const kmh = (mps: number | undefined): string =>
  mps === undefined ? '' : ` at ${(mps * 3.6).toFixed(0)} km/h`

export const wordsOfClipEvent = ({ kind, actors, metrics, patch }: ClipEvent): string => {
  const [who = '', other = ''] = actors
  switch (kind) {
    case 'contact':
      return `${who} and ${other} collide${kmh(metrics.closing_speed_mps)}`
    case 'near-miss':
      return `${who} narrowly misses ${other}: ${metrics.ttc_s.toFixed(1)} s to a collision`
    case 'loss-of-control':
      return `${who} slides sideways${kmh(metrics.speed_mps)}`
    case 'skid-start':
      return `${who} begins to skid${kmh(metrics.speed_mps)}`
    case 'skid-end':
      return `${who} grips again`
    case 'lane-departure':
      return metrics.indicating === 1 ? `${who} changes lanes` : `${who} leaves its lane`
    case 'off-road':
      return `${who} leaves the road`
    case 'cut-in':
      return `${who} cuts in before ${other}`
    case 'last-moment-to-brake':
      return `last moment for ${who} to brake for ${other}`
    case 'aeb':
      return `${who}: emergency braking`
    case 'first-visible':
      return `${patch ?? who} comes into sight`
    default:
      return [kind.replaceAll('-', ' '), actors.join(' and ')].join(': ')
  }
}

export const gravityOfClipEvent = ({ kind }: ClipEvent): Gravity => {
  switch (kind) {
    case 'contact':
    case 'near-miss':
      return 'danger'
    case 'loss-of-control':
    case 'skid-start':
    case 'off-road':
    case 'aeb':
    case 'last-moment-to-brake':
      return 'warning'
    case 'cut-in':
    case 'lane-departure':
      return 'note'
    default:
      return 'plain'
  }
}
