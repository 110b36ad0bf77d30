/** What a frame is drawn into, and how it comes back. */
import { Constants } from '@babylonjs/core/Engines/constants.js'
import { MultiRenderTarget } from '@babylonjs/core/Materials/Textures/multiRenderTarget.js'
import { Texture } from '@babylonjs/core/Materials/Textures/texture.js'
import type { RenderTargetWrapper } from '@babylonjs/core/Engines/renderTargetWrapper.js'
import type { Scene } from '@babylonjs/core/scene.js'
import { Smoothing } from './smooth.ts'

const BYTES_A_TEXEL = 4
/** WebGPU wants the rows of a copy to start at multiples of this. */
const ROW_ALIGNMENT = 256

/** Attachments: the colour, then what the labels are made of. */
const ATTACHMENTS = ['color', 'depth', 'id', 'normal'] as const
export type Attachment = (typeof ATTACHMENTS)[number]
const FORMATS = [
  Constants.TEXTUREFORMAT_RGBA,
  Constants.TEXTUREFORMAT_R,
  Constants.TEXTUREFORMAT_RED_INTEGER,
  Constants.TEXTUREFORMAT_RED_INTEGER,
]
const TYPES = [
  Constants.TEXTURETYPE_UNSIGNED_BYTE,
  Constants.TEXTURETYPE_FLOAT,
  Constants.TEXTURETYPE_UNSIGNED_INTEGER,
  Constants.TEXTURETYPE_UNSIGNED_INTEGER,
]

/** Colour (rgba8), depth (r32float), ids and normals (r32uint) of one picture size, with the buffers to read them by. */
export class FrameTarget {
  readonly target: MultiRenderTarget
  readonly #device: GPUDevice
  readonly #width: number
  readonly #height: number
  readonly #stride: number
  readonly #smoothing: Smoothing
  readonly #textures: readonly GPUTexture[]
  readonly #buffers: readonly GPUBuffer[]
  readonly #count: number

  /** @param count of attachments: 1 for the colour alone, 3, or 4 with normals */
  constructor(width: number, height: number, count: 1 | 3 | 4, scene: Scene, device: GPUDevice) {
    this.#device = device
    this.#count = count
    this.#width = width
    this.#height = height
    this.#stride = Math.ceil((width * BYTES_A_TEXEL) / ROW_ALIGNMENT) * ROW_ALIGNMENT
    this.target = new MultiRenderTarget('frame', { width, height }, count, scene, {
      generateMipMaps: false,
      generateDepthTexture: true,
      depthTextureFormat: Constants.TEXTUREFORMAT_DEPTH32_FLOAT,
      types: TYPES.slice(0, count),
      formats: FORMATS.slice(0, count),
      samplingModes: FORMATS.slice(0, count).map(() => Texture.NEAREST_SAMPLINGMODE),
    })
    // Upright rows, and the same pixels as on a canvas.
    const wrapper = this.target.renderTarget as RenderTargetWrapper & { _disableEngineYFlip: boolean }
    wrapper._disableEngineYFlip = true
    // The depth buffer is appended to the list of textures: it is not ours to read.
    const [color, ...labels] = (wrapper.textures ?? [])
      .slice(0, count)
      .map((t) => t._hardwareTexture?.underlyingResource as GPUTexture)
    this.#smoothing = new Smoothing(device, color)
    this.#textures = [this.#smoothing.result, ...labels]
    this.#buffers = this.#textures.map(() =>
      device.createBuffer({
        size: this.#stride * height,
        usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
      }),
    )
  }

  /** Submits what is left to do on the driver's side. */
  finish(): void {
    const encoder = this.#device.createCommandEncoder()
    this.#smoothing.encode(encoder)
    this.#device.queue.submit([encoder.finish()])
  }

  /**
   * Attachments as last drawn, top row first, tightly packed, each in an ArrayBuffer of its own: those of `wanted`
   * that the target has.
   */
  async read(wanted: readonly Attachment[]): Promise<ReadonlyMap<Attachment, ArrayBuffer>> {
    const encoder = this.#device.createCommandEncoder()
    const read = ATTACHMENTS.slice(0, this.#count).flatMap((name, i) =>
      wanted.includes(name) ? [{ name, texture: this.#textures[i], buffer: this.#buffers[i] }] : [],
    )
    for (const { texture, buffer } of read) {
      encoder.copyTextureToBuffer({ texture }, { buffer, bytesPerRow: this.#stride }, [
        this.#width,
        this.#height,
      ])
    }
    this.#device.queue.submit([encoder.finish()])
    await Promise.all(read.map(({ buffer }) => buffer.mapAsync(GPUMapMode.READ)))
    return new Map(
      read.map(({ name, buffer }) => {
        const packed = this.#pack(buffer.getMappedRange())
        buffer.unmap()
        return [name, packed]
      }),
    )
  }

  dispose(): void {
    for (const buffer of this.#buffers) buffer.destroy()
    this.#smoothing.dispose()
    this.target.dispose()
  }

  #pack(mapped: ArrayBuffer): ArrayBuffer {
    const row = this.#width * BYTES_A_TEXEL
    if (row === this.#stride) return mapped.slice(0)
    const from = new Uint8Array(mapped)
    const to = new Uint8Array(row * this.#height)
    for (let y = 0; y < this.#height; y++)
      to.set(from.subarray(y * this.#stride, y * this.#stride + row), y * row)
    return to.buffer
  }
}
