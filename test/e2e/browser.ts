/**
 * A headless Chromium that needs no system package: the one of the npm package @sparticuz/chromium with the
 * libraries and fonts that lie beside it, unpacked once into the user's cache folder. Linux on x64.
 */
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib'
import { chromium, type Browser } from 'playwright-core'
import { appearWhole, cacheFolder } from '../../src/render/node/cache.ts'
import { readTar } from '../../src/render/node/tar.ts'

const ARCHIVES = ['al2023.tar.br', 'swiftshader.tar.br', 'fonts.tar.br']

const unpack = (archive: string, folder: string): void => {
  for (const { path, type, target, mode, data } of readTar(brotliDecompressSync(readFileSync(archive)))) {
    const to = join(folder, path)
    if (type === '5') mkdirSync(to, { recursive: true })
    else {
      mkdirSync(dirname(to), { recursive: true })
      if (type === '2') symlinkSync(target, to)
      else if (type === '0') writeFileSync(to, data, { mode })
    }
  }
}

const fontsConf = (fonts: string): string =>
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}</dir></fontconfig>`

/** The folder with the browser and all that it needs. */
const installed = async (): Promise<string> => {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const bin = join(dirname(main), '..', '..', 'bin')
  const packed = join(bin, 'chromium.br')
  const folder = join(cacheFolder(), `chromium-${statSync(packed).size}`)
  await appearWhole(folder, async (partial) => {
    await pipeline(
      createReadStream(packed),
      createBrotliDecompress(),
      createWriteStream(join(partial, 'chromium'), { mode: 0o755 }),
    )
    for (const archive of ARCHIVES) unpack(join(bin, archive), partial)
    // The packaged one names folders of another machine.
    writeFileSync(join(partial, 'fonts.conf'), fontsConf(join(folder, 'fonts')))
  })
  return folder
}

/** Its own `--single-process` crashes with WebGL; these are ordinary flags. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--lang=en-US',
  '--font-render-hinting=none',
]

const WEBGL = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
]
/** Pages without WebGL are put together by the processor at a tenth of what its emulation of a GPU takes. */
const NO_WEBGL = ['--disable-gpu']

/** Starts the browser, with WebGL or without. The caller closes it. */
export const openBrowser = async ({ webgl }: { readonly webgl: boolean }): Promise<Browser> => {
  const folder = await installed()
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: [...FLAGS, ...(webgl ? WEBGL : NO_WEBGL)],
    ignoreDefaultArgs: ['--headless', '--enable-unsafe-swiftshader'],
    env: {
      ...process.env,
      LANG: 'en_US.UTF-8',
      LC_ALL: 'en_US.UTF-8',
      LD_LIBRARY_PATH: [folder, join(folder, 'lib')].join(':'),
      FONTCONFIG_PATH: folder,
    },
  })
}
