import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { withRiders } from '../../../src/export/coco/riders.ts'
import { EVERYTHING, EXPORTERS } from '../../../src/export/index.ts'
import { labelCamera, type CameraFrame } from '../../../src/labels/index.ts'
import { cameraView } from '../../../src/sensors/index.ts'
import { SKELETONS, type Shape } from '../../../src/shape/index.ts'
import { packId, SEMANTIC_CLASSES } from '../../../src/world/index.ts'
import { writeWhole } from '../../contract/exporter.ts'
import { CAMERA, lead, paintRaster, SHAPES, stateAt, WIDTH } from '../../contract/painted.ts'

const LEAD = 2
const [left, top, right] = lead(0)
/** Somebody sits on the upper half of the lead, which is a bicycle here; its left half is behind a wall. */
const SEAM = top + 8
const ridden = (labels: CameraFrame['sensor']['labels']): CameraFrame => {
  const raster = paintRaster(0)
  const ids = raster.ids.map((id, i) => {
    if ((id & 0xffff) !== LEAD) return id
    return packId(LEAD, 'bicycle', Math.floor(i / WIDTH) < SEAM ? 'rider' : 'body')
  })
  const whole = SHAPES.get('lead')!
  const bicycle: Shape = {
    ...{ ...whole, semantic: 'bicycle' },
    parts: [...whole.parts, { ...whole.parts[0], name: 'rider', part: 'rider' }],
  }
  const sensor = { ...CAMERA, labels }
  const state = stateAt(0)
  const shapes = new Map([...SHAPES, ['lead', bicycle]])
  return labelCamera({ ...raster, ids }, cameraView(sensor, state), sensor, state, 0, shapes)
}
const LABELS = [...CAMERA.labels, 'parts', 'panoptic', 'keypoints'] as const
const ofLead = ({ objects }: CameraFrame) => objects.filter(({ actor }) => actor === 'lead')

describe('export/coco, riders', () => {
  it('are people of their own, and the vehicle is what is seen of it besides', () => {
    const frame = withRiders(ridden(LABELS))
    const [bicycle, rider] = ofLead(frame)
    const [before] = ofLead(ridden(LABELS))
    expect([bicycle.semantic, rider.semantic]).to.deep.equal(['bicycle', 'pedestrian'])
    expect(rider.visible).to.deep.equal([left + 12, top, right, SEAM])
    expect(bicycle.visible).to.deep.equal([left + 12, SEAM, right, top + 16])
    expect(bicycle.visiblePixels + rider.visiblePixels).to.equal(before.visiblePixels)
    expect(bicycle.box3d).to.deep.equal(before.box3d)
    for (const object of [bicycle, rider])
      expect(frame.instance.filter((i) => i === object.instance)).to.have.length(object.visiblePixels)
    const person = SEMANTIC_CLASSES.indexOf('pedestrian')
    expect(frame.semantic.filter((number) => number === person)).to.have.length(rider.visiblePixels)
  })

  it('are told apart only where a sensor gives parts', () => {
    const frame = ridden(CAMERA.labels)
    expect(withRiders(frame)).to.equal(frame)
  })

  it('are called as people are, and left out where those are, or where too little is to be seen', () => {
    const called = { ...EVERYTHING, classes: { pedestrian: 'person' } }
    expect(ofLead(withRiders(ridden(LABELS), called))[1].category).to.equal('person')
    for (const selection of [
      { ...EVERYTHING, classes: { pedestrian: null } },
      { ...EVERYTHING, minBox: 9 },
    ])
      expect(ofLead(withRiders(ridden(LABELS), selection)).map(({ semantic }) => semantic)).to.not.include(
        'pedestrian',
      )
  })

  it('have the keypoints of a person, and a track and a segment of their own', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'nearmiss-riders-'))
    try {
      const { names } = SKELETONS.rider
      const keypoints = names.map((name) => ({
        ...{ name, point: [0, 0, 0] as const, pixel: [1, 1] as const },
        visibility: 2 as const,
      }))
      const frame = ridden(LABELS)
      const objects = frame.objects.map((o) => (o.actor === 'lead' ? { ...o, keypoints } : o))
      await writeWhole(EXPORTERS.coco, join(dir, 'set'), 1, {
        fill: (writer) => writer.write({ ...frame, objects }),
      })
      const problems: string[] = []
      for await (const problem of EXPORTERS.coco.verify?.(join(dir, 'set')) ?? []) problems.push(problem)
      expect(problems).to.deep.equal([])
      const { annotations } = JSON.parse(
        await readFile(join(dir, 'set/annotations/instances.json'), 'utf8'),
      ) as { annotations: { actor: string; track_id: number; num_keypoints?: number }[] }
      const own = annotations.filter(({ actor }) => actor === 'lead')
      expect(own.map(({ track_id }) => track_id)).to.deep.equal([LEAD, 0x8000 + LEAD])
      expect(own[1].num_keypoints).to.equal(SKELETONS.person.names.length)
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  })
})
