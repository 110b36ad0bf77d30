import { expect } from 'chai'
import { shareOutside, labelCamera } from '../../src/labels/index.ts'
import { packId } from '../../src/world/index.ts'
import { cameraView } from '../../src/sensors/index.ts'
import {
  CAMERA,
  HEIGHT,
  lead,
  paintedFrame,
  paintRaster,
  SHAPES,
  stateAt,
  VAN,
  WIDTH,
} from '../contract/painted.ts'

const FRAME = 2

describe('labels/camera', () => {
  const frame = paintedFrame(FRAME)
  const of = (actor: string) => {
    const label = frame.objects.find((o) => o.actor === actor)
    if (!label) throw new Error(`no label of '${actor}'`)
    return label
  }

  it('lists, by instance, everything that would show if nothing stood before it', () => {
    expect(frame.objects.map((o) => o.actor)).to.deep.equal(['lead', 'van', 'hidden'])
    expect(frame.objects.map((o) => o.instance)).to.deep.equal([2, 3, 4])
  })

  it('calls an object that is half behind a wall half occluded', () => {
    expect(of('lead').occlusion).to.equal(0.5)
    expect(of('lead').amodal).to.deep.equal(lead(FRAME))
    const [, top, right, bottom] = lead(FRAME)
    expect(of('lead').visible).to.deep.equal([24 + FRAME, top, right, bottom])
    expect(of('lead').truncation).to.equal(0)
  })

  it('calls an object that runs out of the picture truncated, not occluded', () => {
    expect(of('van').visible).to.deep.equal([VAN[0], VAN[1], WIDTH, VAN[3]])
    expect(of('van').occlusion).to.equal(0)
    expect(of('van').truncation).to.equal(0.5)
  })

  it('keeps an object that is wholly hidden, without a visible box', () => {
    expect(of('hidden')).to.include({ visible: null, visiblePixels: 0, occlusion: 1 })
  })

  it('measures distance to the box centre and takes the velocity from the snapshot', () => {
    const { center } = of('lead').box3d
    const eye = frame.view.pose.position
    expect(of('lead').distance).to.be.closeTo(
      Math.hypot(center[0] - eye[0], center[1] - eye[1], center[2] - eye[2]),
      1e-12,
    )
    expect(of('lead').velocity).to.deep.equal([15, 0, 0])
  })

  it('leaves out the bonnet of the camera’s own vehicle, which stays in the masks', () => {
    const state = stateAt(0)
    const raster = paintRaster(0)
    const ids = raster.ids.slice().fill(packId(1, 'car', 'body'), WIDTH * (HEIGHT - 2))
    const box = [0, 46, 64, 60] as const
    const alone = [...raster.alone, { instance: 1, box, outline: box, pixels: 896, pixelsInImage: 128 }]
    const { objects, instance } = labelCamera(
      { ...raster, ids, alone },
      cameraView(CAMERA, state),
      CAMERA,
      state,
      0,
      SHAPES,
    )
    expect(objects.map((o) => o.actor)).to.deep.equal(['lead', 'van', 'hidden'])
    expect(instance[instance.length - 1]).to.equal(1)
  })

  it('holds every known instance in its mask and no other', () => {
    expect([...new Set(frame.instance)].sort()).to.deep.equal([0, 2, 3])
  })

  it('leaves out an object that is wholly outside, and refuses one that nobody drew', () => {
    const state = stateAt(0)
    const view = cameraView(CAMERA, state)
    const raster = paintRaster(0)
    const outside = raster.alone.map((a) => (a.instance === 4 ? { ...a, pixelsInImage: 0 } : a))
    const label = (changed: Partial<typeof raster>) =>
      labelCamera({ ...raster, ...changed }, view, CAMERA, state, 0, SHAPES)
    expect(label({ alone: outside }).objects.map((o) => o.instance)).to.deep.equal([2, 3])
    const ids = raster.ids.slice()
    ids[0] = packId(4, 'car')
    expect(() => label({ ids, alone: outside })).to.throw(
      RangeError,
      'instance 4 is in the picture but was not drawn alone',
    )
    ids[0] = packId(9, 'car')
    expect(() => label({ ids })).to.throw(RangeError, 'instance 9 of 4')
  })

  it('measures the share of a box outside the picture', () => {
    expect(shareOutside([0, 0, 10, 10], WIDTH, HEIGHT)).to.equal(0)
    expect(shareOutside([-5, -5, 5, 5], WIDTH, HEIGHT)).to.equal(0.75)
    expect(shareOutside([-10, 0, -2, 10], WIDTH, HEIGHT)).to.equal(1)
  })
})
