/**
 * Fetches lavapipe on Debian and Ubuntu without root: apt (which checks the archive's signatures, and knows the
 * user's proxy) downloads what is missing into folders of our own, dpkg-deb unpacks it, nothing of the system
 * is touched.
 */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { appearWhole } from './cache.ts'
import { probe } from './driver.ts'
import { environmentOf, lavapipeFolder, manifest } from './lavapipe.ts'

/** What stands in the way, in words for the user. */
export class InstallError extends Error {}

interface Release {
  readonly archive: string
  readonly keyring: string
  readonly suites: readonly string[]
  readonly components: string
  /** Suite to take Mesa from; null: the newest there is. */
  readonly target: string | null
}

const osRelease = (): ReadonlyMap<string, string> => {
  const path = '/etc/os-release'
  if (!existsSync(path)) return new Map()
  const pairs = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => /^(\w+)=["']?(.*?)["']?$/.exec(line))
    .filter((m) => m !== null)
  return new Map(pairs.map((m) => [m[1], m[2]]))
}

/** Which archive serves this system. */
const releaseOf = (os: ReadonlyMap<string, string>): Release => {
  const codename = os.get('UBUNTU_CODENAME') ?? os.get('VERSION_CODENAME')
  const family = `${os.get('ID') ?? ''} ${os.get('ID_LIKE') ?? ''}`
  if (process.platform !== 'linux' || codename === undefined || !/debian|ubuntu/.test(family)) {
    throw new InstallError(
      'lavapipe can be fetched on Debian and Ubuntu only; elsewhere install Mesa 25 or newer with its Vulkan drivers (Fedora: mesa-vulkan-drivers, Arch: vulkan-swrast)',
    )
  }
  if (/ubuntu/.test(family)) {
    return {
      archive:
        process.arch === 'x64' ? 'http://archive.ubuntu.com/ubuntu' : 'http://ports.ubuntu.com/ubuntu-ports',
      keyring: '/usr/share/keyrings/ubuntu-archive-keyring.gpg',
      suites: [codename, `${codename}-updates`],
      components: 'main universe',
      target: null,
    }
  }
  // Bookworm's own Mesa is 22.3, which Dawn refuses.
  const backports = codename === 'bookworm' ? `${codename}-backports` : null
  return {
    archive: 'http://deb.debian.org/debian',
    keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
    suites: backports === null ? [codename] : [codename, backports],
    components: 'main',
    target: backports,
  }
}

/** Runs a command; its lines go to `onLine`. Throws with its last words when it fails. */
const run = async (
  command: string,
  args: readonly string[],
  onLine: (line: string) => void = () => undefined,
): Promise<void> => {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  })
  const last: string[] = []
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
  child.stderr
    .setEncoding('utf8')
    .on('data', (chunk: string) => last.push(...chunk.split('\n').filter((l) => l.trim() !== '')))
  const code = await new Promise<number | string>((resolve) =>
    child.on('error', (error) => resolve(error.message)).on('close', (c) => resolve(c ?? 'stopped')),
  )
  if (code !== 0) {
    const errors = last.filter((l) => l.startsWith('E:'))
    throw new InstallError(
      `${command} failed (${code}): ${(errors.length > 0 ? errors : last).slice(-3).join(' ')}`,
    )
  }
}

/** apt's options for working in `folder` alone. */
const aptOptions = (folder: string, sources: string): string[] =>
  [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State=${join(folder, 'state')}`,
    'Dir::State::status=/var/lib/dpkg/status',
    `Dir::Cache=${join(folder, 'cache')}`,
    // The locks are root's, and guard what we do not touch.
    'Debug::NoLocking=true',
    // As root apt would download as another user, who may not enter our folders.
    'APT::Sandbox::User=root',
    'APT::Install-Recommends=false',
    'APT::Status-Fd=1',
    'Acquire::Languages=none',
    'Acquire::Retries=3',
  ].flatMap((option) => ['-o', option])

/** Every shared library that the unpacked packages hold, moved to `lib`; the rest is thrown away. */
const keepLibraries = (unpacked: string, lib: string): void => {
  mkdirSync(lib)
  for (const top of ['usr/lib', 'lib']) {
    const folder = join(unpacked, top)
    if (!existsSync(folder)) continue
    for (const triplet of readdirSync(folder).filter((name) => name.includes('-linux-'))) {
      // Whole and with its links: libraries are named by links to their versions.
      cpSync(join(folder, triplet), lib, { recursive: true, verbatimSymlinks: true })
    }
  }
  rmSync(unpacked, { recursive: true })
}

/**
 * Fetches lavapipe into the user's cache folder, unless it is there.
 * @param report called with each step and with apt's percentages.
 * @returns the folder. Throws InstallError with what went wrong; then nothing is left behind.
 */
export const installLavapipe = async (report: (step: string) => void): Promise<string> => {
  const folder = lavapipeFolder()
  if (existsSync(folder)) {
    report(`lavapipe is already in ${folder}`)
    return folder
  }
  const release = releaseOf(osRelease())
  if (!existsSync(release.keyring))
    throw new InstallError(`${release.keyring} is missing: the archive's signature cannot be checked`)
  await appearWhole(folder, async (partial) => {
    const work = join(partial, 'work')
    for (const part of ['state/lists/partial', 'cache/archives/partial', 'unpacked'])
      mkdirSync(join(work, part), { recursive: true })
    const sources = join(work, 'sources.list')
    writeFileSync(
      sources,
      release.suites
        .map(
          (suite) => `deb [signed-by=${release.keyring}] ${release.archive} ${suite} ${release.components}\n`,
        )
        .join(''),
    )
    const options = aptOptions(work, sources)
    // dlstatus:<file>:<percent>:<words>
    const progress = (line: string): void => {
      const percent = /^dlstatus:[^:]*:([\d.]+):/.exec(line)?.[1]
      if (percent !== undefined) report(`  ${Math.floor(Number(percent))} %`)
    }
    report(`reading the package lists of ${release.archive} (${release.suites.join(', ')})`)
    await run('apt-get', [...options, 'update'], progress)
    report('downloading mesa-vulkan-drivers and the libraries it needs')
    const target = release.target === null ? [] : ['-t', release.target]
    await run(
      'apt-get',
      [
        ...options,
        ...target,
        '-y',
        '--download-only',
        '--reinstall',
        'install',
        'mesa-vulkan-drivers',
        'libvulkan1',
      ],
      progress,
    )
    report('unpacking')
    const archives = join(work, 'cache', 'archives')
    for (const name of readdirSync(archives).filter((n) => n.endsWith('.deb'))) {
      await run('dpkg-deb', ['-x', join(archives, name), join(work, 'unpacked')])
    }
    keepLibraries(join(work, 'unpacked'), join(partial, 'lib'))
    rmSync(work, { recursive: true })

    report('trying it')
    const { name, text } = manifest(partial)
    writeFileSync(join(partial, name), text)
    if ((await probe(environmentOf(partial))) === null) {
      throw new InstallError("this system's Mesa is too old for WebGPU: version 25 or newer is needed")
    }
    writeFileSync(join(partial, name), manifest(folder).text)
  })
  return folder
}
