/**
 * Raw: plain pictures and JSON that any tool opens, one folder a sensor, and a manifest with a checksum
 * of every file, which is written last. A sensor's `labels` say which passes are written.
 */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CameraFrame, ObjectLabel } from '../../labels/index.ts'
import type { CameraSpec, LabelKind } from '../../scenario/index.ts'
import { PARTS, SEMANTIC_CLASSES } from '../../world/index.ts'
import { beginFolder } from '../atomic.ts'
import { encodeGreyPng, encodeRgb16Png, encodeRgbPng } from '../codec.ts'
import type { ExportContext, Exporter } from '../exporter.ts'
import { openJsonList, toJson, writeJsonDocument } from '../json-list.ts'
import { box3dRecord, calibrationRecord, CONVENTIONS, mountRecord } from '../records.ts'
import { openSink, type Format } from '../sink.ts'
import { encodeFlo, panopticPicture, UNKNOWN_FLOW, wideNormals } from './layers.ts'

export const raw: Exporter = {
  name: 'raw',
  summary: 'PNG pictures, depth, normals, optical flow and masks, labels as JSON, one folder a sensor',
  open: async (target, context) => openSink(await beginFolder(target), (path) => start(path, context)),
}

const start = async (root: string, context: ExportContext): Promise<Format> => {
  const files = await openJsonList(join(root, '.files'))
  const sensors = new Map<string, CameraSpec>()
  const folders = new Set<string>()

  const put = async (path: string, data: string | Uint8Array): Promise<void> => {
    await writeFile(join(root, path), data)
    const sha256 = createHash('sha256').update(data).digest('hex')
    await files.push({ path, bytes: Buffer.byteLength(data), sha256 })
  }
  return {
    async write(frame) {
      if (frame.kind !== 'camera') return
      const contents = await Promise.all(frameFiles(frame))
      sensors.set(frame.sensor.id, frame.sensor)
      for (const [path, data] of contents) {
        const folder = join(root, dirname(path))
        if (!folders.has(folder)) await mkdir(folder, { recursive: true })
        folders.add(folder)
        await put(path, data)
      }
    },
    async finish(events) {
      const mounts = [...sensors.values()].map(mountRecord)
      await put('calibration.json', toJson({ conventions: CONVENTIONS, sensors: mounts }))
      await put('events.json', toJson(events))
      await writeJsonDocument(join(root, 'manifest.json'), manifest(context), { files })
    },
    release: () => files.close(),
  }
}

/** Depth picture: centimetres along the optical axis; this value: farther than that, or sky. */
const DEPTH_FAR = 65535

const manifest = ({ scenario, version }: ExportContext) => ({
  format: 'nearmiss-raw',
  format_version: 1,
  generator: `nearmiss ${version}`,
  scenario: scenario.name,
  seed: scenario.seed,
  parameters: scenario.parameters,
  depth: { unit_m: 0.01, kind: 'distance along the optical axis', far_value: DEPTH_FAR },
  normals: { frame: 'camera: x along the optical axis, y left, z up', none: [0, 0, 0] },
  flow: { unit: 'px', order: 'right, down', unknown: UNKNOWN_FLOW },
  semantic: Object.fromEntries(SEMANTIC_CLASSES.entries()),
  parts: Object.fromEntries(PARTS.entries()),
  panoptic: { segment: '65536 class + track_id = red + 256 green + 65536 blue' },
  // Everyone that an instance mask can show, the camera's own vehicle too, which has no label.
  instance: [
    { track_id: 0, actor: null },
    ...scenario.actors.map(({ id, spec }, i) => ({ track_id: i + 1, actor: id, class: spec.class })),
  ],
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
    at('labels', 'json', toJson(labelsRecord(frame, wants))),
  ]
}

const centimetres = (depth: Float32Array): Uint16Array => {
  const out = new Uint16Array(depth.length)
  for (let i = 0; i < depth.length; i++) {
    const cm = depth[i] * 100 + 0.5
    out[i] = cm < DEPTH_FAR ? cm : DEPTH_FAR
  }
  return out
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
      }
    : {}),
  ...(wants('box3d') ? { box3d: box3dRecord(object.box3d) } : {}),
  distance_m: object.distance,
  velocity_mps: object.velocity,
})
