/** The closed lists of what others collect: kinds of lines, layouts of files, what a line came to. */
import type { CollectionFileFormat, CollectionKind, CollectionOutcome } from '../../../preload/contract/collection'

const collectionKind: Record<CollectionKind, string> = {
  preliminary: '速報',
  confirmed: '確報',
  preliminary_cancelled: '速報取消',
  postal: '郵便振替',
  postal_corrected: '郵便振替訂正',
  real_time: 'リアルデータ',
  refused_at_door: '受取拒否・返品',
  other: 'その他の通知',
}

const collectionFormat: Record<CollectionFileFormat, string> = {
  mizuho_factor: 'みずほファクター',
  mufg_factor: '三菱UFJファクター',
  dsk: 'DSK 電算システム',
  columns: '列の対応づけ',
}

const collectionOutcome: Record<CollectionOutcome, string> = {
  preliminary: '速報で入金',
  withdrawn: '速報を取消',
  paid: '入金',
  superseded: '処理済の再通知',
  refused_at_door: '受取拒否で取消',
  unknown_slip: '発行のない払込票',
  amount_differs: '金額の相違',
  duplicate: '二重払い',
  late: '期限後の支払',
  slip_withdrawn: '取下げた払込票',
  after_cancellation: '取消後の確報',
  cancelled_after_confirmation: '確報後の取消',
  contradicts: '食い違う再通知',
  goods_left: '発送後の取消',
  not_booked: '記帳しない通知',
}

export const collectionNouns = { collectionKind, collectionFormat, collectionOutcome }
