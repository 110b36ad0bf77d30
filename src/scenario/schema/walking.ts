/** The schema of what somebody on foot does, and what it means. */
import * as z from 'zod'
import type { Action, WalkManner } from '../concrete.ts'
import { condition, quantity, type Resolved } from '../expression/formula.ts'
import { laneId, roadId } from './common.ts'

const until = condition().optional().describe('Ends it: they stop where they are.')
const pace = quantity('speed', { min: '0 m/s', max: '30 m/s' })
  .optional()
  .describe('How fast; without it, as now, or from rest at their usual pace.')

const onTheWay = quantity('length', { min: '0 m', max: '1 km' })

const manner = {
  gap: quantity('time', { min: '0 s', max: '60 s' })
    .optional()
    .describe(
      'They look before the first lane of traffic and wait there until no vehicle would cross their way within this; without it, they do not look.',
    ),
  profile: z
    .array(
      z
        .strictObject({
          after: onTheWay.describe('Way from where they began.'),
          pace: quantity('speed', { min: '0.1 m/s', max: '30 m/s' }).describe('From there on.'),
        })
        .describe('A pace from some way on.'),
    )
    .min(1)
    .max(20)
    .optional()
    .describe('Paces along the way, by rising distance.'),
  hesitates: z
    .strictObject({
      after: onTheWay.describe('Way from where they began.'),
      for: quantity('time', { min: '0 s', max: '60 s' }).describe('How long they stand.'),
    })
    .optional()
    .describe('They stand still for a while on the way.'),
  'turns-back': onTheWay.optional().describe('After this way they go back to where they began.'),
}

const walk = z
  .strictObject({
    walk: z
      .strictObject({
        s: quantity('length', { min: '0 m', max: '100 km' }).describe('Along the road.'),
        lane: laneId.describe('A lane.'),
        road: roadId.optional().describe('Id of the road; without it, the one that they start on.'),
        offset: quantity('length', { min: '-50 m', max: '50 m' })
          .prefault('0 m')
          .describe("From the lane's centre, to the left as its traffic sees it."),
      })
      .describe('Where to.'),
    pace,
    ...manner,
    until,
  })
  .describe('On foot: go straight to a place and stop there.')

const cross = z
  .strictObject({
    cross: z
      .enum(['left', 'right'])
      .describe('To which side of the road, as the traffic of their own lane sees it.'),
    pace,
    ...manner,
    until,
  })
  .describe('On foot: go straight across the road and stop beside it.')

const stop = z
  .strictObject({ stop: z.literal(true).describe('Always true.'), until })
  .describe('Slow down to a standstill.')

const run = z
  .strictObject({ run: z.literal(true).describe('Always true.'), until })
  .describe('On foot: go on as fast as they run.')

export const walking = [walk, cross, stop, run] as const

type Walking = Resolved<z.output<(typeof walking)[number]>>

export const isWalking = (action: object): action is Walking =>
  'walk' in action || 'cross' in action || 'stop' in action || 'run' in action

/** How hard somebody who is told to stop slows down, m/s^2. */
const STOPS = 2

export const walkingOf = (a: Walking): Action => {
  if ('stop' in a) return { kind: 'speed', target: 0, acceleration: STOPS }
  if ('run' in a) return { kind: 'run' }
  if ('cross' in a) return { kind: 'cross', side: a.cross, speed: a.pace ?? null, ...mannerOf(a) }
  const { road, ...to } = a.walk
  return { kind: 'walk', ...to, ...onRoad(road), speed: a.pace ?? null, ...mannerOf(a) }
}

const mannerOf = (
  a: Extract<Walking, { walk: unknown } | { cross: unknown }>,
): { readonly manner?: WalkManner } => {
  const { gap, profile, hesitates, 'turns-back': turnsBack } = a
  if ([gap, profile, hesitates, turnsBack].every((part) => part === undefined)) return {}
  return {
    manner: {
      gap: gap ?? null,
      profile: (profile ?? []).map(({ after, pace: then }) => ({ after, speed: then })),
      hesitates: hesitates === undefined ? null : { after: hesitates.after, duration: hesitates.for },
      turnsBack: turnsBack ?? null,
    },
  }
}

/** The road of a place, where the document names one. */
export const onRoad = (road: string | number | undefined): { readonly road?: string } =>
  road === undefined ? {} : { road: String(road) }
