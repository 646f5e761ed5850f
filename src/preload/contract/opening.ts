import type { Refusal } from './errors'

/*
 * Why a ledger could not be opened, in one plain sentence. Said on a terminal or in a dialog of the desktop before there is
 * a page, and so the only refusals that have their words outside the renderer.
 */
const ja = {
  newer: 'この元帳は新しい版の Daiko で作られています。Daiko を更新してください。',
  foreign: 'このファイルは Daiko の元帳ではありません。',
  missing: '元帳のファイルが見つかりません。',
  share: '元帳をネットワーク上の共有フォルダーに置くことはできません。',
  busy: '元帳はほかの処理が使用中です。しばらくしてから起動してください。',
  damaged: '元帳のファイルが壊れています。控えから戻してください。',
  full: 'ディスクに空きがありません。',
  exists: 'この元帳はデモではありません。デモは別のファイルにしてください。',
  other: '元帳を開けませんでした。',
}
const en: typeof ja = {
  newer: 'This ledger was made by a newer Daiko. Please update Daiko.',
  foreign: 'This file is not a ledger of Daiko.',
  missing: 'The file of the ledger was not found.',
  share: 'A ledger cannot lie in a folder shared over the network.',
  busy: 'Something else is using the ledger. Please start again in a while.',
  damaged: 'The file of the ledger is damaged. Restore it from a backup.',
  full: 'The disk is full.',
  exists: 'This ledger is no demonstration. Give the demonstration a file of its own.',
  other: 'The ledger could not be opened.',
}

/** Whether this system speaks Japanese. `locale` is a BCP 47 tag. */
export function isJapanese(locale: string): boolean {
  return /^ja\b/i.test(locale)
}

/** The sentence for a refusal at opening, in Japanese on a Japanese system and in English elsewhere. */
export function openingSentence(refusal: Refusal, locale: string): string {
  const words = isJapanese(locale) ? ja : en
  switch (refusal.refusal) {
    case 'ledger_newer':
      return words.newer
    case 'ledger_foreign':
      return words.foreign
    case 'ledger_missing':
      return `${words.missing} (${refusal.path})`
    case 'ledger_exists':
      return `${words.exists} (${refusal.path})`
    case 'ledger_on_network_share':
      return `${words.share} (${refusal.path})`
    case 'ledger_busy':
      return words.busy
    case 'ledger_damaged':
      return words.damaged
    case 'disk_full':
      return words.full
    default:
      return `${words.other} (${refusal.refusal})`
  }
}
