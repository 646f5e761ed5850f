import { Table } from '@mantine/core'
import { Link } from 'wouter'
import type { OrderId } from '../../../preload/contract/ids'
import { useCall } from '../../api'
import { writeAddress } from '../../parts/address'
import { InstantText } from '../../parts/DateText'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { NoticeStateChip } from '../notices/NoticeStateChip'
import styles from './orders.module.css'

const SHOWN = 20

/** Who was told what of this order, newest first. */
export function OrderNotices({ orderId }: { orderId: OrderId }) {
  const { t } = useWords()
  const asked = useCall('notices.list', { filter: { orderId }, size: SHOWN })
  if (!asked.data) return asked.error ? <RefusalText error={asked.error} title={t('parts.errorTitle')} /> : <p>{t('parts.loading')}</p>
  const { rows, next } = asked.data
  if (rows.length === 0) return <p className={styles.dimmed}>{t('orders.noNotices')}</p>
  return (
    <>
      <Table className={styles.money} verticalSpacing={4}>
        <Table.Tbody>
          {rows.map((notice) => (
            <Table.Tr key={notice.id}>
              <Table.Td>
                <InstantText at={notice.createdAt} />
              </Table.Td>
              <Table.Td>
                <Link href={writeAddress('/notices', { order: orderId, notice: notice.id })}>{t(`nouns.notice.${notice.name}`)}</Link>
              </Table.Td>
              <Table.Td>
                {t(`nouns.recipient.${notice.to}`)} · {t(`nouns.noticeChannel.${notice.channel}`)}
              </Table.Td>
              <Table.Td>
                <NoticeStateChip state={notice.state} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {next === null ? null : <Link href={writeAddress('/notices', { order: orderId })}>{t('orders.allNotices')}</Link>}
    </>
  )
}
