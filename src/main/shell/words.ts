import { isJapanese } from '../../preload/contract/opening'

/** The shell's own few words: its menu and its dialogs. Everything on the page has its words in the renderer. */
const ja = {
  edit: '編集',
  undo: '元に戻す',
  redo: 'やり直す',
  cut: '切り取り',
  copy: 'コピー',
  paste: '貼り付け',
  selectAll: 'すべて選択',
  view: '表示',
  zoomIn: '拡大',
  zoomOut: '縮小',
  actualSize: '実際のサイズ',
  fullScreen: '全画面表示',
  window: 'ウインドウ',
  minimize: '最小化',
  close: '閉じる',
  quit: 'Daiko を終了',
  save: '保存',
  cannotOpen: 'Daiko を開けません',
  coreLost: '中核の処理が繰り返し停止しました。保存済みの内容は失われていません。Daiko を起動し直してください。',
}
const en: typeof ja = {
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  actualSize: 'Actual size',
  fullScreen: 'Full screen',
  window: 'Window',
  minimize: 'Minimise',
  close: 'Close',
  quit: 'Quit Daiko',
  save: 'Save',
  cannotOpen: 'Daiko cannot open',
  coreLost: 'The core stopped again and again. What was stored is safe. Please start Daiko anew.',
}
export type Words = typeof ja

/** Japanese on a Japanese system, English elsewhere. `locale` is a BCP 47 tag. */
export function wordsFor(locale: string): Words {
  return isJapanese(locale) ? ja : en
}
