import { join } from 'node:path'
import { build } from 'vite'

const ROOT = join(import.meta.dirname, '../..')

/** One of a few that run beside each other: what one builds, another must not sweep away. */
const WORKER = process.env.VITEST_POOL_ID ?? '0'

/** Builds a file of test/support so that a plain Node can run it in a process of its own; answers where it lies. */
export async function builtChild(name: string): Promise<string> {
  const outDir = join(ROOT, 'node_modules/.cache/daiko-test', WORKER, name)
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    build: { ssr: `test/support/${name}.ts`, outDir, target: 'node24', rollupOptions: { output: { entryFileNames: 'child.mjs' } } },
  })
  return join(outDir, 'child.mjs')
}
