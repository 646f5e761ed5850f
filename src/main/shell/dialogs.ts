import { basename, join } from 'node:path'
import { app, BrowserWindow, dialog, type WebContents } from 'electron'
import type { Refusal } from '../../preload/contract/errors'
import { openingSentence } from '../../preload/contract/opening'
import type { Words } from './words'

/** Asks where a file is to be saved, beginning in the person's own downloads; null when they cancelled. */
export async function askWhereToSave(contents: WebContents, suggestedName: string, words: Words): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(contents)
  if (!window) return null
  const name = basename(suggestedName.replaceAll('\\', '/')) || 'daiko'
  const answer = await dialog.showSaveDialog(window, { title: words.save, defaultPath: join(app.getPath('downloads'), name) })
  return answer.canceled || answer.filePath === '' ? null : answer.filePath
}

/** Says why Daiko cannot open. */
export function tellRefusal(refusal: Refusal, words: Words): void {
  dialog.showErrorBox(words.cannotOpen, openingSentence(refusal, app.getLocale()))
}

export function tellCoreLost(words: Words): void {
  dialog.showErrorBox(words.cannotOpen, words.coreLost)
}
