/** One picture of a run, at the instant that it is about, from where a bystander sees it best. */
import { footprint, subjectIndex } from '../criticality/index.ts'
import { encodeJpeg } from '../export/index.ts'
import { yawOf, type CameraView, type Vec3 } from '../math/index.ts'
import { isCamera, type ConcreteScenario, type Quality } from '../scenario/index.ts'
import { cameraView } from '../sensors/index.ts'
import type { WorldState } from '../world/index.ts'
import { bystanderView, type PictureSize } from './bystander.ts'
import { simulate } from './simulate.ts'

/** `chase`: over the subject's shoulder, towards whom it has to do with; `ego`: its first camera. */
export const PICTURE_VIEWS = ['chase', 'ego'] as const
export type PictureView = (typeof PICTURE_VIEWS)[number]

export interface PictureOptions {
  /** s; the last state before it is drawn. */
  readonly time: number
  readonly view: PictureView
  /** Whom the subject has to do with; null: nobody. */
  readonly other: string | null
  readonly size: PictureSize
  readonly quality?: Quality
}

const FIELD_OF_VIEW = (62 * Math.PI) / 180
/** Of the chase camera: behind the subject, and above the ground, m; farther off where the other one is far. */
const BEHIND = 8
const ABOVE = 3.2
const PER_METRE = 0.2
const FARTHEST = 8
/** It stands to one side, so that the subject hides nobody, rad. */
const ASIDE = 0.3
const QUALITY = 82

/** Draws it; JPEG bytes. Needs a process with the driver's environment (ensureDrawingProcess). */
export const drawPicture = async (
  scenario: ConcreteScenario,
  { time, view, other, size, quality }: PictureOptions,
): Promise<Uint8Array> => {
  const state = stateAt(scenario, time)
  const camera = scenario.sensors.find(isCamera)
  const from =
    view === 'ego' && camera !== undefined
      ? cameraView({ ...camera, ...size }, state)
      : chaseView(scenario, state, other, size)
  const { createNodeRenderer } = await import('../render/node/index.ts')
  const renderer = await createNodeRenderer(scenario, { labels: false, ...(quality && { quality }) })
  try {
    const { rgba } = await renderer.draw(from, state)
    return await encodeJpeg(rgba, size.width, size.height, QUALITY)
  } finally {
    renderer.dispose()
  }
}

/** The last state at or before this time, or the run's last. */
const stateAt = (scenario: ConcreteScenario, time: number): WorldState => {
  let last: WorldState | null = null
  for (const state of simulate(scenario)) {
    if (last !== null && state.time > time) break
    last = state
  }
  if (last === null) throw new Error('a run has at least one state')
  return last
}

const chaseView = (
  scenario: ConcreteScenario,
  { actors }: WorldState,
  other: string | null,
  size: PictureSize,
): CameraView => {
  const middleOf = (i: number): Vec3 => {
    const { x, y } = footprint(scenario.actors[i].spec, actors[i])
    return [x, y, actors[i].position[2] + 0.8]
  }
  const subject = subjectIndex(actors)
  const them = actors.findIndex((a) => a.id === other && a.present)
  const [x, y, z] = middleOf(subject)
  const heading = yawOf(actors[subject].orientation)
  const [tx, ty] = them < 0 ? [x + 20 * Math.cos(heading), y + 20 * Math.sin(heading)] : middleOf(them)
  const apart = Math.hypot(tx - x, ty - y)
  // Who is beside or touching gives no direction: then the car's own does.
  const course = apart > 3 ? Math.atan2(ty - y, tx - x) : heading
  const back = BEHIND + Math.min(FARTHEST, PER_METRE * apart)
  const stand = course + Math.PI + ASIDE
  const eye: Vec3 = [x + back * Math.cos(stand), y + back * Math.sin(stand), z + ABOVE + 0.1 * back]
  // The nearer of the other one and a point not far ahead: the subject stays in the picture.
  const reach = Math.min(apart, 12) / 2
  const aim: Vec3 = [x + reach * Math.cos(course), y + reach * Math.sin(course), z]
  return bystanderView(eye, aim, FIELD_OF_VIEW, size)
}
