import type { collectionNouns as ja } from '../ja/collection-nouns'
import type { Wording } from '../wording'

export const collectionNouns: Wording<typeof ja> = {
  collectionKind: {
    preliminary: 'Preliminary',
    confirmed: 'Confirmed',
    preliminary_cancelled: 'Preliminary taken back',
    postal: 'Postal transfer',
    postal_corrected: 'Postal transfer corrected',
    real_time: 'Real-time data',
    refused_at_door: 'Refused at the door',
    other: 'Something else',
  },
  collectionFormat: { mizuho_factor: 'Mizuho Factor', mufg_factor: 'MUFG Factor', dsk: 'DSK (Densan System)', columns: 'By its columns' },
  collectionOutcome: {
    preliminary: 'Paid at the till',
    withdrawn: 'Taken back',
    paid: 'Paid',
    superseded: 'Told before',
    refused_at_door: 'Refused at the door',
    unknown_slip: 'Slip never issued',
    amount_differs: 'Amount differs',
    duplicate: 'Paid twice',
    late: 'Paid late',
    slip_withdrawn: 'Slip withdrawn',
    after_cancellation: 'Confirmed after it was taken back',
    cancelled_after_confirmation: 'Taken back after it was confirmed',
    contradicts: 'Told twice, in other words',
    goods_left: 'Taken back after shipment',
    not_booked: 'Told, not booked',
  },
}
