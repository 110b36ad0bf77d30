/** The labels of a picture that cost something: made only where the sensor's `labels` ask for them. */
import type { Road } from '../road/index.ts'
import type { ConcreteScenario, LabelKind } from '../scenario/index.ts'
import { lightHeads, type LightHead, type Shape } from '../shape/index.ts'
import type { CameraFrame, ObjectLabel } from './frame.ts'
import { createGroundLabels, type GroundLabeller } from './ground.ts'
import { keypointsOf } from './keypoints.ts'
import { linesOf } from './lines.ts'
import { roadLines, type RoadLine } from './road-lines.ts'
import { trafficLightsOf } from './traffic-lights.ts'

/**
 * Adds keypoints, lanes, ground and traffic lights to the pictures of one run.
 * @param shapes of every actor, by its id.
 */
export const createFurtherLabels = (
  scenario: ConcreteScenario,
  road: Road,
  shapes: ReadonlyMap<string, Shape>,
): ((frame: CameraFrame) => CameraFrame) => {
  let lines: RoadLine[] | null = null
  let ground: GroundLabeller | null = null
  let heads: LightHead[] | null = null

  return (frame) => {
    const wants = (...kinds: LabelKind[]): boolean => kinds.some((k) => frame.sensor.labels.includes(k))
    return {
      ...frame,
      ...(wants('keypoints')
        ? { objects: frame.objects.map((object) => withKeypoints(object, frame, shapes)) }
        : {}),
      ...(wants('lanes') ? { lines: linesOf(frame, (lines ??= roadLines(scenario, road))) } : {}),
      ...(wants('drivable', 'surface')
        ? { ground: (ground ??= createGroundLabels(scenario, road))(frame) }
        : {}),
      ...(wants('traffic-lights')
        ? { trafficLights: trafficLightsOf(frame, (heads ??= lightHeads(scenario, road))) }
        : {}),
    }
  }
}

const withKeypoints = (
  object: ObjectLabel,
  frame: CameraFrame,
  shapes: ReadonlyMap<string, Shape>,
): ObjectLabel => {
  const shape = shapes.get(object.actor)
  const actor = frame.state.actors.at(object.instance - 1)
  if (shape?.keypoints === undefined || actor === undefined) return object
  return { ...object, keypoints: keypointsOf(frame, shape, actor) }
}
