/**
 * The shaders of headlamps.ts, twice: WGSL for Node and WebGPU, GLSL for WebGL 2. Line by line the same.
 *
 * The beams are drawn after what UN R112 (class B) and R149 ask of them at 25 m, candela a lamp: a dipped beam with its
 * cut-off 0.57 degrees down (1 %), rising on the near side (right-hand traffic); about 16,000 just below it and 350 for
 * oncoming eyes; high beam 50,000 straight ahead.
 */

/** Angles in degrees: `right` of straight ahead, and up from it. */
export const BEAM_WGSL = /* wgsl */ `
fn headlampCandela(right: f32, up: f32, high: f32) -> f32 {
  let below = -0.57 + clamp(0.268 * right, 0.0, 0.8) - up;
  let a = (right - 1.5) / 7.0;
  let b = right / 20.0;
  let depth = max(below, 0.0);
  let pool = 16000.0 * exp(-0.5 * a * a - depth / 1.8) + 6000.0 * exp(-0.5 * b * b - depth / 7.0);
  let dipped = pool * exp(min(below, 0.0) / 0.25) + 350.0 * exp(-abs(right) / 30.0 - abs(up) / 12.0);
  let c = right / 4.0;
  let d = (up + 0.3) / 2.5;
  let e = right / 15.0;
  let f = up / 4.0;
  return dipped + high * (45000.0 * exp(-0.5 * (c * c + d * d)) + 6000.0 * exp(-0.5 * (e * e + f * f)));
}
fn headlampShaded(at: vec3f, way: vec3f, i: i32) -> bool {
  let start = at - uniforms.headlampBody[i].xyz;
  let o = vec3f(dot(start, uniforms.headlampAhead[i].xyz), dot(start, uniforms.headlampLeft[i].xyz), dot(start, uniforms.headlampUp[i].xyz));
  let d = vec3f(dot(way, uniforms.headlampAhead[i].xyz), dot(way, uniforms.headlampLeft[i].xyz), dot(way, uniforms.headlampUp[i].xyz));
  let extent = vec3f(uniforms.headlampBody[i].w, uniforms.headlampLeft[i].w, uniforms.headlampUp[i].w) * 0.93;
  let inv = 1.0 / (d + vec3f(1e-9));
  let t0 = min((-extent - o) * inv, (extent - o) * inv);
  let t1 = max((-extent - o) * inv, (extent - o) * inv);
  let entered = max(max(t0.x, t0.y), t0.z);
  let left = min(min(t1.x, t1.y), t1.z);
  return entered < left && entered > 0.02 && entered < 0.98;
}
`

export const BEAM_GLSL = /* glsl */ `
float headlampCandela(float right, float up, float high) {
  float below = -0.57 + clamp(0.268 * right, 0.0, 0.8) - up;
  float a = (right - 1.5) / 7.0;
  float b = right / 20.0;
  float depth = max(below, 0.0);
  float pool = 16000.0 * exp(-0.5 * a * a - depth / 1.8) + 6000.0 * exp(-0.5 * b * b - depth / 7.0);
  float dipped = pool * exp(min(below, 0.0) / 0.25) + 350.0 * exp(-abs(right) / 30.0 - abs(up) / 12.0);
  float c = right / 4.0;
  float d = (up + 0.3) / 2.5;
  float e = right / 15.0;
  float f = up / 4.0;
  return dipped + high * (45000.0 * exp(-0.5 * (c * c + d * d)) + 6000.0 * exp(-0.5 * (e * e + f * f)));
}
bool headlampShaded(vec3 at, vec3 way, int i) {
  vec3 start = at - headlampBody[i].xyz;
  vec3 o = vec3(dot(start, headlampAhead[i].xyz), dot(start, headlampLeft[i].xyz), dot(start, headlampUp[i].xyz));
  vec3 d = vec3(dot(way, headlampAhead[i].xyz), dot(way, headlampLeft[i].xyz), dot(way, headlampUp[i].xyz));
  vec3 extent = vec3(headlampBody[i].w, headlampLeft[i].w, headlampUp[i].w) * 0.93;
  vec3 inv = 1.0 / (d + vec3(1e-9));
  vec3 t0 = min((-extent - o) * inv, (extent - o) * inv);
  vec3 t1 = max((-extent - o) * inv, (extent - o) * inv);
  float entered = max(max(t0.x, t0.y), t0.z);
  float left = min(min(t1.x, t1.y), t1.z);
  return entered < left && entered > 0.02 && entered < 0.98;
}
`

/**
 * Diffuse light (Lambert; where light goes deep, less by the relief than by the ground below it), a gloss (GGX with
 * Kelemen's visibility) and what is thrown back, added to the finished diffuse light.
 */
export const LIT_WGSL = /* wgsl */ `
{
  let lampCount = i32(uniforms.headlampGain.w);
  for (var i = 0; i < lampCount; i++) {
    let pairs = uniforms.headlampAt[i].w;
    let way = fragmentInputs.vPositionW - uniforms.headlampAt[i].xyz;
    let ahead = dot(way, uniforms.headlampAhead[i].xyz);
    if (pairs == 0.0 || ahead <= 0.0) { continue; }
    let aside = -dot(way, uniforms.headlampLeft[i].xyz);
    let above = dot(way, uniforms.headlampUp[i].xyz);
    let candela = headlampCandela(degrees(atan2(aside, ahead)), degrees(atan2(above, length(vec2f(aside, ahead)))), uniforms.headlampAhead[i].w);
    let distance2 = dot(way, way);
    let lux = 2.0 * pairs * candela / max(distance2, 1.0);
    if (lux < 0.002) { continue; }
    var shaded = false;
    for (var j = 0; j < lampCount; j++) { if (j != i && headlampShaded(uniforms.headlampAt[i].xyz, way, j)) { shaded = true; } }
    if (shaded) { continue; }
    let towards = -way * inverseSqrt(distance2);
    let facing = max(dot(mix(normalW, geometricNormalW, uniforms.headlampRetro.w), towards), 0.0);
    let between = normalize(towards + viewDirectionW);
    let along = max(dot(towards, between), 0.05);
    let tip = max(dot(normalW, between), 0.0);
    let rough = max(alphaG * alphaG, 1e-4);
    let spread = tip * tip * (rough - 1.0) + 1.0;
    let gloss = min(rough / (3.14159 * spread * spread), 400.0) * (0.04 + 0.96 * pow(1.0 - along, 5.0)) / (4.0 * along * along);
    let apart = degrees(acos(clamp(dot(towards, viewDirectionW), -1.0, 1.0))) / uniforms.headlampRetro.y;
    let back = uniforms.headlampRetro.x * pow(1.0 + apart * apart, -1.5) * select(0.0, 1.0, facing > 0.0);
    finalDiffuse += uniforms.headlampGain.rgb * lux * (surfaceAlbedo * (facing / 3.14159 + back) + vec3f(gloss * facing));
  }
}
`

export const LIT_GLSL = /* glsl */ `
{
  int lampCount = int(headlampGain.w);
  for (int i = 0; i < lampCount; i++) {
    float pairs = headlampAt[i].w;
    vec3 way = vPositionW - headlampAt[i].xyz;
    float ahead = dot(way, headlampAhead[i].xyz);
    if (pairs == 0.0 || ahead <= 0.0) continue;
    float aside = -dot(way, headlampLeft[i].xyz);
    float above = dot(way, headlampUp[i].xyz);
    float candela = headlampCandela(degrees(atan(aside, ahead)), degrees(atan(above, length(vec2(aside, ahead)))), headlampAhead[i].w);
    float distance2 = dot(way, way);
    float lux = 2.0 * pairs * candela / max(distance2, 1.0);
    if (lux < 0.002) continue;
    bool shaded = false;
    for (int j = 0; j < lampCount; j++) if (j != i && headlampShaded(headlampAt[i].xyz, way, j)) shaded = true;
    if (shaded) continue;
    vec3 towards = -way * inversesqrt(distance2);
    float facing = max(dot(mix(normalW, geometricNormalW, headlampRetro.w), towards), 0.0);
    vec3 between = normalize(towards + viewDirectionW);
    float along = max(dot(towards, between), 0.05);
    float tip = max(dot(normalW, between), 0.0);
    float rough = max(alphaG * alphaG, 1e-4);
    float spread = tip * tip * (rough - 1.0) + 1.0;
    float gloss = min(rough / (3.14159 * spread * spread), 400.0) * (0.04 + 0.96 * pow(1.0 - along, 5.0)) / (4.0 * along * along);
    float apart = degrees(acos(clamp(dot(towards, viewDirectionW), -1.0, 1.0))) / headlampRetro.y;
    float back = headlampRetro.x * pow(1.0 + apart * apart, -1.5) * (facing > 0.0 ? 1.0 : 0.0);
    finalDiffuse += headlampGain.rgb * lux * (surfaceAlbedo * (facing / 3.14159 + back) + vec3(gloss * facing));
  }
}
`

/** Street lamps throw their light down and far to the sides, and none above 80 degrees from straight down. */
export const STREET_WGSL = /* wgsl */ `
{
  let lampCount = i32(uniforms.streetlampGain.w);
  for (var i = 0; i < lampCount; i++) {
    let way = fragmentInputs.vPositionW - uniforms.streetlampAt[i].xyz;
    let distance2 = dot(way, way);
    let down = -way.y * inverseSqrt(distance2);
    if (down < 0.17) { continue; }
    let lux = uniforms.streetlampAt[i].w * smoothstep(0.17, 0.42, down) * (1.8 - 0.8 * down) / max(distance2, 1.0);
    let towards = -way * inverseSqrt(distance2);
    let facing = max(dot(normalW, towards), 0.0);
    let between = normalize(towards + viewDirectionW);
    let along = max(dot(towards, between), 0.05);
    let tip = max(dot(normalW, between), 0.0);
    let rough = max(alphaG * alphaG, 1e-3);
    let spread = tip * tip * (rough - 1.0) + 1.0;
    let gloss = min(rough / (3.14159 * spread * spread), 60.0) * (0.04 + 0.96 * pow(1.0 - along, 5.0)) / (4.0 * along * along);
    finalDiffuse += uniforms.streetlampGain.rgb * lux * facing * (surfaceAlbedo / 3.14159 + vec3f(gloss));
  }
}
`

export const STREET_GLSL = /* glsl */ `
{
  int lampCount = int(streetlampGain.w);
  for (int i = 0; i < lampCount; i++) {
    vec3 way = vPositionW - streetlampAt[i].xyz;
    float distance2 = dot(way, way);
    float down = -way.y * inversesqrt(distance2);
    if (down < 0.17) continue;
    float lux = streetlampAt[i].w * smoothstep(0.17, 0.42, down) * (1.8 - 0.8 * down) / max(distance2, 1.0);
    vec3 towards = -way * inversesqrt(distance2);
    float facing = max(dot(normalW, towards), 0.0);
    vec3 between = normalize(towards + viewDirectionW);
    float along = max(dot(towards, between), 0.05);
    float tip = max(dot(normalW, between), 0.0);
    float rough = max(alphaG * alphaG, 1e-3);
    float spread = tip * tip * (rough - 1.0) + 1.0;
    float gloss = min(rough / (3.14159 * spread * spread), 60.0) * (0.04 + 0.96 * pow(1.0 - along, 5.0)) / (4.0 * along * along);
    finalDiffuse += streetlampGain.rgb * lux * facing * (surfaceAlbedo / 3.14159 + vec3(gloss));
  }
}
`

/**
 * Wet ground mirrors what the sky's picture does not have: vehicles as boxes of their paint, their lamps as spots that
 * the unevenness of the water draws out and dims by as much. The soft edge grows with the way from the ground. A vehicle
 * hides what is behind it.
 */
export const MIRROR_WGSL = /* wgsl */ `
#ifdef REFLECTION
{
  let mirrorCount = i32(uniforms.headlampRetro.z);
  let outward = reflect(-viewDirectionW, normalize(normalW + geometricNormalW));
  var nearest = 30.0;
  var mirrored = vec4f(0.0);
  var mirroredLamps = vec3f(0.0);
  for (var i = 0; i < mirrorCount; i++) {
    let start = fragmentInputs.vPositionW - uniforms.headlampBody[i].xyz;
    let o = vec3f(dot(start, uniforms.headlampAhead[i].xyz), dot(start, uniforms.headlampLeft[i].xyz), dot(start, uniforms.headlampUp[i].xyz));
    let d = vec3f(dot(outward, uniforms.headlampAhead[i].xyz), dot(outward, uniforms.headlampLeft[i].xyz), dot(outward, uniforms.headlampUp[i].xyz));
    let extent = vec3f(uniforms.headlampBody[i].w, uniforms.headlampLeft[i].w, uniforms.headlampUp[i].w);
    let inv = 1.0 / (d + vec3f(1e-9));
    let t0 = min((-extent - o) * inv, (extent - o) * inv);
    let t1 = max((-extent - o) * inv, (extent - o) * inv);
    let entered = max(max(t0.x, t0.y), t0.z);
    let left = min(min(t1.x, t1.y), t1.z);
    if (entered >= left || left <= 0.0 || entered > nearest) { continue; }
    nearest = entered;
    let at = o + d * max(entered, 0.0);
    let soft = 0.18 + 0.8 * alphaG * max(entered, 0.0);
    // Cabins are narrower than bodies.
    let halfWidth = extent.y * (1.0 - 0.3 * smoothstep(0.0, 1.0, at.z / extent.z));
    let edge = min(halfWidth - abs(at.y) + 0.02, extent.z - at.z);
    let across = select(edge, min(extent.x - abs(at.x), extent.z - at.z), t0.y > t0.x);
    let inside = smoothstep(0.0, soft, min(left - entered, max(across, 0.0) + 0.15 * soft));
    let cover = inside * 0.85 * (1.0 - 0.6 * smoothstep(4.0, 30.0, entered));
    let body = uniforms.mirrorPaint[i].rgb * select(0.35, 1.0, at.z > -0.45 * extent.z);
    var glow = vec3f(0.0);
    if (t0.x >= t0.y && t0.x >= t0.z) {
      let size = vec2f(0.09 + 0.06 * entered * alphaG, 0.12 + 0.5 * entered * alphaG);
      let beside = (abs(at.y) - 0.78 * extent.y) / size.x;
      let over = (at.z + 0.1 * extent.z) / size.y;
      let spot = exp(-0.5 * (beside * beside + over * over)) * inside * 0.12 / size.y;
      let lamps = uniforms.mirrorPaint[i].w;
      let tail = select(select(0.0, 1.2, lamps >= 1.0), 7.0, lamps >= 2.0);
      glow = select(vec3f(1.0, 0.96, 0.9) * select(0.0, 8.0, lamps % 2.0 >= 1.0), vec3f(1.0, 0.02, 0.01) * tail, at.x < 0.0) * spot;
    }
    mirrored = vec4f(body * uniforms.mirrorLight.rgb, cover);
    mirroredLamps = glow;
  }
  finalRadianceScaled = mix(finalRadianceScaled, colorSpecularEnvironmentReflectance * mirrored.rgb, mirrored.a);
  finalRadianceScaled += colorSpecularEnvironmentReflectance * mirroredLamps;
}
#endif
`

export const MIRROR_GLSL = /* glsl */ `
#ifdef REFLECTION
{
  int mirrorCount = int(headlampRetro.z);
  vec3 outward = reflect(-viewDirectionW, normalize(normalW + geometricNormalW));
  float nearest = 30.0;
  vec4 mirrored = vec4(0.0);
  vec3 mirroredLamps = vec3(0.0);
  for (int i = 0; i < mirrorCount; i++) {
    vec3 start = vPositionW - headlampBody[i].xyz;
    vec3 o = vec3(dot(start, headlampAhead[i].xyz), dot(start, headlampLeft[i].xyz), dot(start, headlampUp[i].xyz));
    vec3 d = vec3(dot(outward, headlampAhead[i].xyz), dot(outward, headlampLeft[i].xyz), dot(outward, headlampUp[i].xyz));
    vec3 extent = vec3(headlampBody[i].w, headlampLeft[i].w, headlampUp[i].w);
    vec3 inv = 1.0 / (d + vec3(1e-9));
    vec3 t0 = min((-extent - o) * inv, (extent - o) * inv);
    vec3 t1 = max((-extent - o) * inv, (extent - o) * inv);
    float entered = max(max(t0.x, t0.y), t0.z);
    float left = min(min(t1.x, t1.y), t1.z);
    if (entered >= left || left <= 0.0 || entered > nearest) continue;
    nearest = entered;
    vec3 at = o + d * max(entered, 0.0);
    float soft = 0.18 + 0.8 * alphaG * max(entered, 0.0);
    // Cabins are narrower than bodies.
    float halfWidth = extent.y * (1.0 - 0.3 * smoothstep(0.0, 1.0, at.z / extent.z));
    float edge = min(halfWidth - abs(at.y) + 0.02, extent.z - at.z);
    float across = t0.y > t0.x ? min(extent.x - abs(at.x), extent.z - at.z) : edge;
    float inside = smoothstep(0.0, soft, min(left - entered, max(across, 0.0) + 0.15 * soft));
    float cover = inside * 0.85 * (1.0 - 0.6 * smoothstep(4.0, 30.0, entered));
    vec3 body = mirrorPaint[i].rgb * (at.z > -0.45 * extent.z ? 1.0 : 0.35);
    vec3 glow = vec3(0.0);
    if (t0.x >= t0.y && t0.x >= t0.z) {
      vec2 size = vec2(0.09 + 0.06 * entered * alphaG, 0.12 + 0.5 * entered * alphaG);
      float beside = (abs(at.y) - 0.78 * extent.y) / size.x;
      float over = (at.z + 0.1 * extent.z) / size.y;
      float spot = exp(-0.5 * (beside * beside + over * over)) * inside * 0.12 / size.y;
      float lamps = mirrorPaint[i].w;
      float tail = lamps >= 2.0 ? 7.0 : (lamps >= 1.0 ? 1.2 : 0.0);
      glow = (at.x < 0.0 ? vec3(1.0, 0.02, 0.01) * tail : vec3(1.0, 0.96, 0.9) * (mod(lamps, 2.0) >= 1.0 ? 8.0 : 0.0)) * spot;
    }
    mirrored = vec4(body * mirrorLight.rgb, cover);
    mirroredLamps = glow;
  }
  finalRadianceScaled = mix(finalRadianceScaled, colorSpecularEnvironmentReflectance * mirrored.rgb, mirrored.a);
  finalRadianceScaled += colorSpecularEnvironmentReflectance * mirroredLamps;
}
#endif
`
