/**
 * Smooths the stair-steps of edges in the colour picture (labels are never touched): FXAA, after Timothy
 * Lottes, NVIDIA 2009 (the two-tap "console" form). The geometry pass cannot multisample, because ids must not
 * be resolved.
 */

const SHADER = /* wgsl */ `
@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var bilinear: sampler;

@vertex fn corner(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {
  return vec4f(f32(i & 1u) * 4.0 - 1.0, f32(i >> 1u) * 4.0 - 1.0, 0.0, 1.0);
}

fn luma(c: vec3f) -> f32 { return dot(c, vec3f(0.299, 0.587, 0.114)); }

@fragment fn smoothed(@builtin(position) at: vec4f) -> @location(0) vec4f {
  let size = vec2i(textureDimensions(source));
  let p = vec2i(at.xy);
  let far = size - vec2i(1);
  let here = textureLoad(source, p, 0);
  let nw = luma(textureLoad(source, clamp(p + vec2i(-1, -1), vec2i(0), far), 0).rgb);
  let ne = luma(textureLoad(source, clamp(p + vec2i(1, -1), vec2i(0), far), 0).rgb);
  let sw = luma(textureLoad(source, clamp(p + vec2i(-1, 1), vec2i(0), far), 0).rgb);
  let se = luma(textureLoad(source, clamp(p + vec2i(1, 1), vec2i(0), far), 0).rgb);
  let m = luma(here.rgb);
  let least = min(m, min(min(nw, ne), min(sw, se)));
  let most = max(m, max(max(nw, ne), max(sw, se)));
  if (most - least < max(0.04, most * 0.125)) { return here; }
  var along = vec2f((sw + se) - (nw + ne), (nw + sw) - (ne + se));
  let soften = max((nw + ne + sw + se) * 0.03125, 0.0078125);
  along = clamp(along / (min(abs(along.x), abs(along.y)) + soften), vec2f(-8.0), vec2f(8.0)) / vec2f(size);
  let uv = at.xy / vec2f(size);
  let near = 0.5 * (textureSampleLevel(source, bilinear, uv - along / 6.0, 0.0).rgb
    + textureSampleLevel(source, bilinear, uv + along / 6.0, 0.0).rgb);
  let wide = 0.5 * near + 0.25 * (textureSampleLevel(source, bilinear, uv - 0.5 * along, 0.0).rgb
    + textureSampleLevel(source, bilinear, uv + 0.5 * along, 0.0).rgb);
  let l = luma(wide);
  return vec4f(select(wide, near, l < least || l > most), 1.0);
}
`

const FORMAT: GPUTextureFormat = 'rgba8unorm'

/** Draws `source` smoothed into a texture of its own. */
export class Smoothing {
  readonly result: GPUTexture
  readonly #pipeline: GPURenderPipeline
  readonly #inputs: GPUBindGroup

  constructor(device: GPUDevice, source: GPUTexture) {
    const module = device.createShaderModule({ code: SHADER })
    this.#pipeline = device.createRenderPipeline({
      layout: 'auto',
      vertex: { module, entryPoint: 'corner' },
      fragment: { module, entryPoint: 'smoothed', targets: [{ format: FORMAT }] },
    })
    this.result = device.createTexture({
      size: [source.width, source.height],
      format: FORMAT,
      usage: GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC,
    })
    this.#inputs = device.createBindGroup({
      layout: this.#pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: source.createView() },
        { binding: 1, resource: device.createSampler({ magFilter: 'linear', minFilter: 'linear' }) },
      ],
    })
  }

  encode(encoder: GPUCommandEncoder): void {
    const pass = encoder.beginRenderPass({
      colorAttachments: [{ view: this.result.createView(), loadOp: 'clear', storeOp: 'store' }],
    })
    pass.setPipeline(this.#pipeline)
    pass.setBindGroup(0, this.#inputs)
    pass.draw(3)
    pass.end()
  }

  dispose(): void {
    this.result.destroy()
  }
}
