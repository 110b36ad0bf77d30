/** A Babylon engine in Node: no window, no document, and a canvas that is one texture. */
import { WebGPUEngine } from '@babylonjs/core/Engines/webgpuEngine.js'
import '@babylonjs/core/Engines/WebGPU/Extensions/index.js'
import { Logger } from '@babylonjs/core/Misc/logger.js'
import { openDawn } from './dawn.ts'

/** What Babylon asks of a canvas, and no more. */
const stubCanvas = (size: number): HTMLCanvasElement => {
  let texture: GPUTexture | null = null
  const context = {
    configure: ({ device, format }: { device: GPUDevice; format: GPUTextureFormat }) => {
      texture ??= device.createTexture({
        size: [size, size],
        format,
        usage: GPUTextureUsage.RENDER_ATTACHMENT,
      })
    },
    getCurrentTexture: () => texture,
  }
  const canvas = {
    width: size,
    height: size,
    clientWidth: size,
    clientHeight: size,
    style: {},
    getContext: (kind: string) => (kind === 'webgpu' ? context : null),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    setAttribute: () => undefined,
    getBoundingClientRect: () => ({ left: 0, top: 0, width: size, height: size }),
  }
  return canvas as unknown as HTMLCanvasElement
}

/** dawn.node's feature set is iterable but has no forEach, which Babylon calls. */
const addForEach = (): void => {
  const prototype = (globalThis as { GPUSupportedFeatures?: { prototype: object } }).GPUSupportedFeatures
    ?.prototype
  if (prototype === undefined || 'forEach' in prototype) return
  Object.defineProperty(prototype, 'forEach', {
    value(this: Iterable<string>, visit: (feature: string) => void) {
      for (const feature of this) visit(feature)
    },
  })
}

export interface NodeEngine {
  readonly engine: WebGPUEngine
  readonly device: GPUDevice
  /** As the driver calls itself. */
  readonly driver: string
  /** What the device refused first, of all that it was given so far; null: nothing. */
  readonly refused: () => string | null
}

const open = async (): Promise<NodeEngine> => {
  const gpu = openDawn()
  addForEach()
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu, userAgent: '' },
    configurable: true,
    writable: true,
  })
  Object.assign(globalThis, { self: globalThis })
  Logger.LogLevels = Logger.WarningLogLevel | Logger.ErrorLogLevel
  const engine = new WebGPUEngine(stubCanvas(16), {
    useExactSrgbConversions: true,
    antialias: false,
    stencil: false,
    adaptToDeviceRatio: false,
    powerPreference: 'high-performance',
    // A material without WGSL would make Babylon download a compiler: there is none, so it throws.
    glslangOptions: {},
  })
  await engine.initAsync()
  engine.useReverseDepthBuffer = true
  // Babylon has no public way to the device and the adapter that it opened.
  const { _device: device, _adapter: adapter } = engine as unknown as {
    _device: GPUDevice
    _adapter: GPUAdapter
  }
  const { info } = adapter
  let refused: string | null = null
  device.addEventListener('uncapturederror', ({ error }) => (refused ??= error.message))
  return {
    engine,
    device,
    driver: info.description === '' ? info.device : info.description,
    refused: () => refused,
  }
}

let opened: Promise<NodeEngine> | null = null

/** Dawn and a Babylon engine on it. One a process, for every renderer in it; it lives as long as the process. */
export const nodeEngine = (): Promise<NodeEngine> => (opened ??= open())
