/** Babylon's engine for a canvas: WebGPU, else WebGL2; and whether the picture before is done. */
import type { AbstractEngine } from '@babylonjs/core/Engines/abstractEngine.js'

export interface Surface {
  readonly engine: AbstractEngine
  readonly backend: string
  /** There is no GPU: the processor draws. */
  readonly isSoftware: boolean
  /** True when everything drawn up to the last `mark` is on the screen. */
  isDone(): boolean
  mark(): void
}

export type OpenEngine = (canvas: HTMLCanvasElement) => Promise<Surface>

/** @throws Error when the browser offers neither WebGPU nor WebGL2. */
export const openEngine: OpenEngine = async (canvas) =>
  (await openWebGpu(canvas)) ?? (await openWebGl(canvas))

const openWebGpu = async (canvas: HTMLCanvasElement): Promise<Surface | null> => {
  if (!('gpu' in navigator)) return null
  try {
    // Asked here first: Babylon would take hold of the canvas before it finds that there is no device.
    if ((await navigator.gpu.requestAdapter()) === null) return null
    const { WebGPUEngine } = await import('@babylonjs/core/Engines/webgpuEngine.js')
    await import('@babylonjs/core/Engines/WebGPU/Extensions/index.js')
    const engine = new WebGPUEngine(canvas, { antialias: true, adaptToDeviceRatio: true })
    await engine.initAsync()
    // The browser itself holds back pictures when its GPU is behind.
    return { engine, backend: 'WebGPU', isSoftware: false, isDone: () => true, mark: () => undefined }
  } catch {
    // A browser that promises WebGPU and has no device for it: WebGL2 serves.
    return null
  }
}

/** @throws Error when the browser has no WebGL2 */
export const openWebGl = async (canvas: HTMLCanvasElement): Promise<Surface> => {
  const isSoftware = drawsInSoftware()
  const { Engine } = await import('@babylonjs/core/Engines/engine.js')
  // Multisampling costs a software renderer four times the work.
  const engine = new Engine(
    canvas,
    !isSoftware,
    { stencil: false, powerPreference: 'high-performance' },
    true,
  )
  const gl = canvas.getContext('webgl2')
  if (gl === null) {
    engine.dispose()
    throw new Error('This browser has neither WebGPU nor WebGL2; the 3-D view needs one of them.')
  }
  let fence: WebGLSync | null = null
  return {
    engine,
    backend: isSoftware ? 'WebGL2 in software' : 'WebGL2',
    isSoftware,
    isDone: () => {
      if (fence === null) return true
      if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) return false
      gl.deleteSync(fence)
      fence = null
      return true
    },
    mark: () => {
      fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
      gl.flush()
    },
  }
}

/** Whether WebGL is emulated on the processor; asked of a context of its own, which is given back at once. */
const drawsInSoftware = (): boolean => {
  const gl = document.createElement('canvas').getContext('webgl2')
  if (gl === null) return false
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  const name = String(gl.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER))
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return /swiftshader|llvmpipe|software|basic render/i.test(name)
}
