/**
 * Raw: plain pictures and JSON that any tool opens, one folder a run and in it one a sensor. A sensor's `labels`
 * say which passes are written.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CameraFrame, ObjectLabel } from '../../labels/index.ts'
import { isCamera, SURFACE_KINDS, type LabelKind } from '../../scenario/index.ts'
import { SKELETONS } from '../../shape/index.ts'
import { PARTS, SEMANTIC_CLASSES } from '../../world/index.ts'
import { encodeGreyPng, encodeRgb16Png, encodeRgbPng } from '../codec.ts'
import { centimetres, DEPTH_FAR } from '../depth.ts'
import type { Clip, DataSetContext, Exporter, FinishedPiece, PieceContext, PieceWriter } from '../exporter.ts'
import { toJson } from '../json-list.ts'
import { placeAll } from '../place.ts'
import { box3dRecord, calibrationRecord, CONVENTIONS, mountRecord } from '../records.ts'
import { clipFiles, takeNotes } from './clip-files.ts'
import { groundMasks, keypointRecord, lineRecord, motionRecord, trafficLightRecord } from './further.ts'
import { encodeFlo, panopticPicture, UNKNOWN_FLOW, wideNormals } from './layers.ts'

export const raw: Exporter = {
  name: 'raw',
  summary: 'PNG pictures, depth, normals, optical flow, masks, labels as JSON: a folder a run, one a sensor',
  piece,
  assemble,
}

async function piece(folder: string, { clip, index }: PieceContext): Promise<PieceWriter> {
  const root = join(folder, clip.name)
  await mkdir(root)
  const made = new Set<string>()
  const put = async (path: string, data: string | Uint8Array): Promise<void> => {
    const file = join(root, path)
    if (!made.has(dirname(file))) await mkdir(dirname(file), { recursive: true })
    made.add(dirname(file))
    await writeFile(file, data)
  }
  if (index === 0)
    for (const [path, record] of Object.entries(headFiles(clip))) await put(path, toJson(record))
  const notes = await takeNotes(folder, clip)
  return {
    state: (state) => notes.state(state),
    async write(frame) {
      notes.see(frame)
      if (frame.kind !== 'camera') return
      for (const [path, data] of await Promise.all(frameFiles(frame))) await put(path, data)
    },
    close: () => notes.close(),
  }
}

async function assemble(
  folder: string,
  pieces: Iterable<FinishedPiece>,
  { version }: DataSetContext,
): Promise<void> {
  await writeFile(join(folder, 'format.json'), toJson(formatRecord(version)))
  const clips = clipFiles(folder)
  for (const piece of pieces) {
    await placeAll(join(piece.folder, piece.clip.name), join(folder, piece.clip.name))
    await clips.add(piece)
  }
}

const DEPTH_KIND = 'distance along the optical axis; of a fisheye, from its centre'

const formatRecord = (version: string) => ({
  format: 'nearmiss-raw',
  format_version: 2,
  generator: `nearmiss ${version}`,
  depth: { unit_m: 0.01, kind: DEPTH_KIND, far_value: DEPTH_FAR },
  normals: { frame: 'camera: x along the optical axis, y left, z up', none: [0, 0, 0] },
  flow: { unit: 'px', order: 'right, down', unknown: UNKNOWN_FLOW },
  semantic: Object.fromEntries(SEMANTIC_CLASSES.entries()),
  parts: Object.fromEntries(PARTS.entries()),
  drivable: { 0: 'no pavement', 1: 'lane for vehicles', 2: 'other pavement', 3: 'footway' },
  surface: { 0: 'no pavement', ...Object.fromEntries(SURFACE_KINDS.map((kind, i) => [i + 1, kind])) },
  patch: "0: none; else 1 + place in run.json's patches",
  skeletons: SKELETONS,
  panoptic: { segment: '65536 class + track_id = red + 256 green + 65536 blue' },
})

/** What is told once a run. */
const headFiles = ({ scenario, split, outcome }: Clip) => ({
  'run.json': {
    scenario: scenario.name,
    title: scenario.title,
    seed: scenario.seed,
    parameters: scenario.parameters,
    patches: scenario.surface.map(({ id, kind }) => ({ id, kind })),
    split,
    outcome,
    // Everyone that an instance mask can show, the camera's own vehicle too, which has no label.
    instances: [
      { track_id: 0, actor: null },
      ...scenario.actors.map(({ id, spec }, i) => ({
        ...{ track_id: i + 1, actor: id, class: spec.class },
        ...{ length_m: spec.length, width_m: spec.width, rear_overhang_m: spec.rearOverhang },
      })),
    ],
  },
  'calibration.json': {
    conventions: CONVENTIONS,
    sensors: scenario.sensors.filter(isCamera).map(mountRecord),
  },
})

/** Everything one frame writes: path in the data set, and content. */
const frameFiles = (frame: CameraFrame): Promise<readonly [string, string | Uint8Array]>[] => {
  const { sensor, width, height, index } = frame
  const wants = (kind: LabelKind): boolean => sensor.labels.includes(kind)
  const at = async (
    pass: string,
    ending: string,
    content: string | Uint8Array | Promise<Uint8Array>,
  ): Promise<readonly [string, string | Uint8Array]> => [
    `${sensor.id}/${pass}/${String(index).padStart(6, '0')}.${ending}`,
    await content,
  ]
  return [
    at('rgb', 'png', encodeRgbPng(frame.rgba, width, height)),
    ...(wants('depth') ? [at('depth', 'png', encodeGreyPng(centimetres(frame.depth), width, height))] : []),
    ...(wants('semantic') ? [at('semantic', 'png', encodeGreyPng(frame.semantic, width, height))] : []),
    ...(wants('instance') ? [at('instance', 'png', encodeGreyPng(frame.instance, width, height))] : []),
    ...(wants('panoptic')
      ? [at('panoptic', 'png', encodeRgbPng(panopticPicture(frame), width, height))]
      : []),
    ...(frame.part ? [at('parts', 'png', encodeGreyPng(frame.part, width, height))] : []),
    ...(frame.normals
      ? [at('normals', 'png', encodeRgb16Png(wideNormals(frame.normals), width, height))]
      : []),
    ...(['Forward', 'Backward'] as const).flatMap((way) => {
      const { [`flow${way}` as const]: flow } = frame
      return flow ? [at(`flow-${way.toLowerCase()}`, 'flo', encodeFlo(flow, width, height))] : []
    }),
    ...(frame.ground
      ? groundMasks(frame.ground, sensor).map(([name, mask]) =>
          at(name, 'png', encodeGreyPng(mask, width, height)),
        )
      : []),
    at('labels', 'json', toJson(labelsRecord(frame, wants))),
  ]
}

const labelsRecord = (frame: CameraFrame, wants: (kind: LabelKind) => boolean) => ({
  sensor: frame.sensor.id,
  frame: frame.index,
  tick: frame.tick,
  time_s: frame.time,
  width: frame.width,
  height: frame.height,
  calibration: calibrationRecord(frame),
  objects: frame.objects.map((object) => objectRecord(object, wants)),
  ...(frame.lines ? { lanes: frame.lines.map(lineRecord) } : {}),
  // What the numbers of the lane mask are, from 1.
  ...(frame.ground ? { lane_numbers: frame.ground.lanes } : {}),
  ...(frame.trafficLights ? { lights_in_view: frame.trafficLights.map(trafficLightRecord) } : {}),
  ...(frame.state.lights === undefined ? {} : { traffic_lights: frame.state.lights }),
})

const objectRecord = (object: ObjectLabel, wants: (kind: LabelKind) => boolean) => ({
  actor: object.actor,
  track_id: object.instance,
  class: object.semantic,
  ...(wants('box2d')
    ? {
        visible_box_px: object.visible,
        visible_pixels: object.visiblePixels,
        amodal_box_px: object.amodal,
        occlusion: object.occlusion,
        truncation: object.truncation,
        visibility: object.visibility,
      }
    : {}),
  ...(wants('box3d') ? { box3d: box3dRecord(object.box3d) } : {}),
  distance_m: object.distance,
  ...motionRecord(object),
  ...(object.keypoints ? { keypoints: object.keypoints.map(keypointRecord) } : {}),
})
