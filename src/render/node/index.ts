/** render/node: drivers, and the renderer of camera frames without a browser. */
export { findDriver, renderEnvironment, type Driver, type DriverKind } from './driver.ts'
export { createNodeRenderer, type NodeRendererOptions, type Stage } from './renderer.ts'
export { InstallError, installLavapipe } from './install.ts'
