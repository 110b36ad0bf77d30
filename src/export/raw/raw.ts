/** Raw: pictures, clouds, tables and JSON that any tool opens, one folder a run and in it one a sensor. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Frame } from '../../labels/index.ts'
import { SURFACE_KINDS } from '../../scenario/index.ts'
import { SKELETONS } from '../../shape/index.ts'
import { PARTS, SEMANTIC_CLASSES } from '../../world/index.ts'
import { ECHO_ORIGINS } from '../columns.ts'
import { DEPTH_FAR } from '../depth.ts'
import type { Clip, DataSetContext, Exporter, FinishedPiece, PieceContext, PieceWriter } from '../exporter.ts'
import { toJson } from '../json-list.ts'
import { placeAll } from '../place.ts'
import { CONVENTIONS, mountRecord } from '../records.ts'
import { clipFiles, takeNotes } from './clip-files.ts'
import { detectionFiles, eventFiles, turnFiles } from './echoes.ts'
import type { FileOfFrame } from './frame-file.ts'
import { UNKNOWN_FLOW } from './layers.ts'
import { pictureFiles } from './pictures.ts'
import { verifyRaw } from './verify.ts'

export const raw: Exporter = {
  name: 'raw',
  summary:
    'PNG pictures, depth, flow, masks, point clouds, every sensor and label: a folder a run, one a sensor',
  piece,
  assemble,
  verify: verifyRaw,
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
      await notes.see(frame)
      for (const [path, data] of await filesOf(frame, clip.scenario)) await put(path, data)
    },
    close: () => notes.close(),
  }
}

/** What a reading is written as; of instruments that give but a few numbers each is a line of its clip's table. */
const filesOf = async (frame: Frame, scenario: Clip['scenario']): Promise<readonly FileOfFrame[]> => {
  switch (frame.kind) {
    case 'camera':
      return Promise.all(pictureFiles(frame, scenario))
    case 'lidar':
      return turnFiles(frame)
    case 'radar':
      return detectionFiles(frame)
    case 'event-camera':
      return eventFiles(frame)
    case 'imu':
    case 'gnss':
    case 'wheel-speed':
    case 'ultrasonic':
      return []
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

const POINTS = {
  'x, y, z': 'm, sensor frame at the moment of the point',
  'x_start, y_start, z_start': 'where the same hit was when the turn began, in the sensor frame then',
  time: 's after the beginning of the turn',
  intensity: '0..1',
  class: 'as semantic',
  part: 'as parts',
  instance: 'track_id; 0: no actor',
  echo: '0: the strongest, 1: a further one',
  weather: '1: a flake, a drop, fog or spray',
} as const

const formatRecord = (version: string) => ({
  format: 'nearmiss-raw',
  format_version: 3,
  generator: `nearmiss ${version}`,
  depth: { unit_m: 0.01, kind: DEPTH_KIND, far_value: DEPTH_FAR, npy: 'metres; inf: sky' },
  normals: { frame: 'camera: x along the optical axis, y left, z up', none: [0, 0, 0] },
  flow: { unit: 'px', order: 'right, down', unknown: UNKNOWN_FLOW },
  semantic: Object.fromEntries(SEMANTIC_CLASSES.entries()),
  parts: Object.fromEntries(PARTS.entries()),
  drivable: { 0: 'no pavement', 1: 'lane for vehicles', 2: 'other pavement', 3: 'footway' },
  surface: { 0: 'no pavement', ...Object.fromEntries(SURFACE_KINDS.map((kind, i) => [i + 1, kind])) },
  patch: "0: none; else 1 + place in run.json's patches",
  skeletons: SKELETONS,
  points: POINTS,
  detections: { origin: Object.fromEntries(ECHO_ORIGINS.entries()) },
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
    sensors: scenario.sensors.map(mountRecord),
  },
})
