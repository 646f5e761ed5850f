import type { Sweep } from './verify-sweep'

/*
 * What stands counted of each rule is what its clearings and undos come to when they are counted again, one by one. No rule is at fault where a
 * clearing went with its file.
 */

type Cleared = [level: number, fact: string, day: string, amount: number, undone: 0 | 1]
type Tally = [level: number, fact: string, day: string, used: number, usedAmount: number, undone: number, undoneAmount: number]

export async function verifyRuleUses(sweep: Sweep): Promise<void> {
  const counted = new Map<string, [used: number, usedAmount: number, undone: number, undoneAmount: number]>()
  await sweep.rows<Cleared>(
    `select a.level, coalesce((select j.value ->> 'code' from json_each(iif(json_valid(a.evidence), a.evidence, '[]')) j
        where j.value ->> 'for' and j.value ->> 'code' not in ('within_due_date', 'same_merchant') order by j.key limit 1), ''),
      date(a.at / 1000 + 32400, 'unixepoch'), a.amount, exists (select 1 from allocation_undos u where u.allocation_id = a.id and u.rolled_back = 0)
      from allocations a`,
    ([level, fact, day, amount, undone]) => {
      const rule = `${level} ${fact} ${day}`
      const [used, usedAmount, times, undoneAmount] = counted.get(rule) ?? [0, 0, 0, 0]
      counted.set(rule, [used + 1, usedAmount + amount, times + undone, undoneAmount + undone * amount])
    },
  )
  await sweep.rows<Tally>(
    'select level, fact, day, used, used_amount, undone, undone_amount from rule_uses',
    ([level, fact, day, ...told]) => {
      const rule = `${level} ${fact} ${day}`
      if (String(counted.get(rule)) !== String(told)) sweep.findings.broken('rules_counted', `rule ${rule} stands at ${told.join(', ')}`)
      counted.delete(rule)
    },
  )
  for (const rule of counted.keys()) sweep.findings.broken('rules_counted', `rule ${rule} was not counted`)
}
