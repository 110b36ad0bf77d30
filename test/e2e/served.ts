/** The real command on a free port, and a page of it that says what it shows when a test of it fails. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { scenarioFolder } from '../../src/scenario/files.ts'

const COMMAND = fileURLToPath(new URL('../../bin/nearmiss.js', import.meta.url))
/** How long a state is waited for that comes in a second on an idle machine, ms; a test has more. */
const PATIENCE = 240_000
const VIEWPORT = { width: 1280, height: 720 }
/** Of the page's text in a failure's message. */
const MOST_TEXT = 1500

/** A run of it goes on until it is stopped, so that a page can be met live on a machine of any speed. */
const LONG_WAIT = `scenario: long-wait
version: 1
title: Two cars wait
description: Nothing happens, for ten minutes.
extends: base/country-road.yaml
tags: {hazard: waiting}
run: {seed: 1, stop: {after: 600 s}}
params:
  gap: {uniform: [5 m, 20 m], description: Bumper to bumper}
road: {straight: 350 m, speed-limit: 80 km/h, surface: dry-asphalt}
actors:
  ego: {model: suv, at: {lane: -1, s: 20 m}, speed: 0 m/s}
  lead: {model: sedan, at: {ahead of: ego, gap: $gap}, speed: 0 m/s}
`

export interface Served {
  readonly url: string
  /** Its scenarios, of its own, for the page saves into it; with the folders runs, sweeps and exports. */
  readonly folder: string
  close(): void
}

/** @param scenarios of the library; LONG_WAIT is with them */
export const serve = async (scenarios: readonly string[]): Promise<Served> => {
  const folder = mkdtempSync(join(tmpdir(), 'nearmiss-scenarios-'))
  for (const name of scenarios)
    copyFileSync(join(scenarioFolder(), `${name}.yaml`), join(folder, `${name}.yaml`))
  writeFileSync(join(folder, 'long-wait.yaml'), LONG_WAIT)
  const kept = ['runs', 'sweeps', 'exports'].flatMap((name) => [`--${name}`, join(folder, name)])
  const options = ['--port', '0', '--scenarios', folder, ...kept]
  const child: ChildProcess = spawn(process.execPath, [COMMAND, 'serve', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const found = /http:\S+/.exec(text)
      if (found) resolve(found[0])
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
  return {
    url,
    folder,
    close: () => {
      child.kill('SIGTERM')
      rmSync(folder, { recursive: true })
    },
  }
}

/** What somebody does on the same machine's command line meanwhile. */
export const nearmiss = async (...words: readonly string[]): Promise<void> => {
  await promisify(execFile)(process.execPath, [COMMAND, ...words])
}

export interface Watched {
  readonly page: Page
  /** Errors that nothing caught, and what the console was told of as such. */
  readonly errors: string[]
  /** Does something; when it fails, the error also says where the page is and what it shows. */
  readonly told: <T>(act: () => Promise<T>) => Promise<T>
}

interface PageOptions {
  /** Load the 3-D world too: the slow part, and on a machine without a GPU all that it has. */
  readonly world: boolean
  readonly light?: boolean
  readonly viewport?: { readonly width: number; readonly height: number }
}

/** Opens an address in a page of its own. */
export const openPage = async (
  browser: Browser,
  url: string,
  { world, light = false, viewport = VIEWPORT }: PageOptions,
): Promise<Watched> => {
  const page = await browser.newPage({ viewport, colorScheme: light ? 'light' : 'dark' })
  page.setDefaultTimeout(PATIENCE)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // Of the world that is kept out, the browser says so itself.
    if (message.type() === 'error' && !/ERR_FAILED/.test(message.text())) errors.push(message.text())
  })
  if (!world) await page.route('**/assets/world-*.js', (route) => route.abort())
  await page.goto(url)
  const state = async (): Promise<string> => {
    const text = await page.evaluate(() => document.body.innerText).catch((error: unknown) => String(error))
    return [
      `at ${page.url()}`,
      `errors: ${JSON.stringify(errors)}`,
      text.replace(/\s*\n\s*/g, ' | ').slice(0, MOST_TEXT),
    ].join('\n')
  }
  return {
    page,
    errors,
    told: async (act) => {
      try {
        return await act()
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        throw new Error(`${message}\n--- the page\n${await state()}`, { cause: error })
      }
    },
  }
}
