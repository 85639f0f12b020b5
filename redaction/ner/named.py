"""Sentence patterns with people and addresses. `[a|b|]` is a choice, `{name}` a person, `{addr}` an address.

Everything here was written for this project. A pattern is one line; the weight of a group is in `NAMED`.
"""

from __future__ import annotations

BARE = """
{name}
{name}
{name}
{name}
{name}
{first}
{last}
{first}
{last}
{name}.
{name} [please|thanks|thank you|ok]
[yes|yeah|sure|ok|yep|hi|hello|sorry],? {name}
it's {name}
its {name}
{last}, {first}
{first}, {last}
{title} {last}
{name} [and|&] {name}
{first} {last} [{phone}|{date}|{postcode}]
""".strip().splitlines()

INTRODUCED = """
[my name is|my name's|my names|my full name is|name is|the name is|name's|the name's|names] {name}
[my name is|my name's|i am|i'm|im|I'm|I am] {name} and [i|I] {want}
[hi|hello|hey|good morning|good afternoon|hiya|][,|] [my name is|this is|i am|I'm|it's|its] {name}[.|,|!] {plain}
[hi|hello|hey|], [it's|this is] {name} here[.|,] {plain}
{name} here[,|.] [can|could] you [help|check something|tell me] [please|]
{name} here, {want_i}
{name} [is my name|is the name|that is my name|that's my name|is what i'm called|is what you can call me|is my full name|is how i'm known]
{name}[, that's me|, that is me| speaking]
[you can call me|call me|please call me|just call me|people call me|they call me|everyone calls me|i go by|i'm known as|friends call me|I answer to] {first}
[you can call me|call me|please call me|people call me|they call me|everyone calls me|i go by|i'm known as] {name}
[I am|i'm|I'm|i am|im|this is|it is|it's] {name}
[my first name is|first name] {first}[ and my | and | my ][surname is|last name is|surname|second name] {last}
[my|her|his|their] [surname|last name|family name|maiden name|married name] [is|was] {last}
[my|her|his|their] [first name|christian name|given name|middle name] is {first}
[my|her|his] name is {first} but [everyone|everybody] calls [me|her|him] {first}
surname [is|] {last}
[last name|surname|second name|family name][:| is|] {last}[, first name {first}|]
[what is|what's] your [name|full name|surname]? {name}
[may i have|can i take|could i get] [your|the] name [please|]? [it's|yes,|] {name}
my name is spelt wrong, it should be {name}
[the name on|the name in|the name for] [the account|my account|the bill|the permit|the application|your records] [is|should be|ought to be] {name}
[please|could you|can you] [change|correct|update|amend] [the name|my name|it] [on the account|on my bill|on the register|on the licence|] to {name}
i was [born|christened|registered] {name}
i'm not {name}, [i'm|i am] {name}
who [am i|are you] speaking to[?| please?] {name}
[yours|] {first} x
my name is {name}, [i'm|i am] {age} [years old|and i live in {town}|and live on {street}]
[I am|I'm] {name}[, | and I'm ][originally |]from {town}[, and I'm {age}|]
[my name is|I am] {name}. {plain}
{plain} [my name is|i am|I'm|this is|name is|signed] {name}
""".strip().splitlines()

BOOKED = """
[i have|i've got|i got|we have|there's|there is|I believe I have|i think i have|I should have] a [booking|reservation|table|slot|appointment|table booked] [under|for|in the name of|under the name|under the name of|in the name|listed under|with the name|by the name of|on name|made for|as] {name}
[i have|i've got|we have] a [booking|reservation|table] [{when}|for {n}|at {time}|for {n} at {time}] [under|in the name of|under the name of|under the name|for] {name}[, {sorry}| {sorry}|. {plain}|]
[i have|we have] a [booking|reservation|table] [under|for|in the name of] {name} [{when}|for {n}|at {time}|for {n} people {when}][, {sorry}|. {plain}|]
[please |can you |could you |i need to |i want to |i'd like to |i would like to |Kindly |]cancel [my|the|our|a|] [booking|reservation|table|appointment|lunch booking|lunch reservation|dinner booking] [under|for|in the name of|made for|made under|with the name] {name}[ {when}| for {n}| at {time}|]
[please |can you |could you |i need to |]cancel the {name} [booking|reservation|table|appointment][ {when}| for {n}| at {time}|]
the {last} [party|booking|reservation|group|wedding|family|table] [is running late|will be late|needs two more chairs|of {n2} has arrived|has been cancelled|for {n}]
[a couple|two|some|{n2}] [of people|guests|] from the {name} party [cannot come|have dropped out|are ill|will be late]
you [have|should have] a {name} [booking|reservation|down] [for {when}|i want to change|that needs cancelling|for tonight]
[it's|its|it is|it should be|it may be|it might be|it could be|i think it's|I think it is|probably|that's|it was made] [under|for|in the name of] {name}[, {sorry}|. {plain}|]
[the booking|my booking|the reservation|our table|our reservation|the appointment] [is|was|should be|is probably|is likely|would be|'s] [under|for|in the name of|listed under|made under|booked under|down as|with] {name}[ {when}| for {n}|. {plain}|]
[it's|its|] for {n}[, under|, name| under| in the name of|, it's|,] {name}
{name}[, party of {n2}|, for {n}| for {n}|, {when}| at {time}|, {n}| party of {n2}| {when}|, preferably {when}]
{n}[,| at {time},| {when},] {name}
[book|reserve] [a table|it|us a table|one|a slot|a court|the hall|a room|a pitch] [under|for|in the name of|under the name] {name}[ {when}| for {n}| at {time}|]
[put|book|reserve] [it|the table|this] [under|down as|in the name] {name}
[please|could you|can you] [book|reserve|make] [a table|a booking|a reservation|an appointment] for {name} [{when}|for {n}|at {time}]
{name} [has|had|made|will have|has got] a [booking|reservation|table|appointment][ {when}| for {n}| at {time}|]
{name} is the [name|reservation name|booking name|name on the booking]
[i'm|we're|i am|we are] here for [the |]{name}[ booking| reservation| party|, {n}| at {time}|]
[i'm|im|i am|i'll be|we are|we're] [running late|going to be late|late|going to be delayed|stuck in traffic] for [my|our] {time} [reservation|booking|appointment|table], [it's|name is|under|name] {name}
[can|could] you [check|see|look] if [there's|there is|you have|we have] a [booking|reservation|table] for {name} {when}
[me|my wife|my husband|my two sons|my mum and dad|my sister|my colleagues] and [i|me] are booked [under|as|in as] {name}
[i|we] [booked|reserved|made a booking|made a reservation] [{when}|last week|yesterday|online|for {n}] [under|in the name of|under the name of|as|using the name] {name}
[i'd|i would] like [a table|to book|to reserve|to make a booking|to book a court] for {n} [{when}|at {time}] [under|in the name|in the name of] {name}
[under|in] [the name|the name of|my name|my husband's name|my wife's name|my mum's name|the surname|my partner's name|a different name][,| is|:|] {name}
[is there anything|anything|what about] under {name}[?|]
[i need to|i'd like to|can i|could we] [add|bring] [a person|another person|one more|somebody|{n2} more] to [the|my|our] [booking|reservation|table][,|;|. it's| -] [under|listed under|name] {name}
[change|move|switch] the [booking|reservation] [for|of|under] {name} to {when}
the [guest's|lead|main|customer's|patient's] name is {name}
[sorry,|hi,|hello,|] {name} [cancelling|calling to cancel|confirming|for my {time}]
{name}, i [have|had|made] a [reservation|booking] [{when}|for {n}]
[lunch|dinner|breakfast|court|pitch|hall|room|driving lesson|haircut] [booking|reservation] for {name} [{when}|at {time}]
[my|our] [partner|wife|husband|daughter|mum|dad|friend] [is ill|has covid|broke a leg|can't come] so [i need|i want|we have] to cancel [the booking|our table|it][,|.] [it's under|it was under|under the name|the name is] {name}
is [that|it] booked [under|for|by] {name}
""".strip().splitlines()

COUNCIL = """
my [{kin}] {name} {did}
[{kin}] {name} {did}
my [{kin}]'s name is {name}
[my|our] {kin}, {name}, {did}
[my|our] {kin} {first} {did}
[the man|the woman|the lady|the person|the guy|a bloke|somebody|the tenant|the owner] [next door|upstairs|downstairs|at the end|opposite|across the road][,| called| is called| named] {name}[, {did}| {did}|]
[i want to|i'd like to|i need to|can i|how do i] [report|complain about|make a complaint about] {name}[ who lives on {street}| next door| at the {place}|]
[i|we] [spoke|talked|was speaking|had a call] [to|with] {name} [in|from|at] [the|your] [{team}|council|office|call centre] [last week|yesterday|on {day}|who said {plain_l}|]
[can|could] [i|you] [speak|talk|put me through|pass me|transfer me] to {name}[ please| in {team}| from the {team} team|]
{name} [from|in|at] [the council|your office|{team}|housing|the {team} team] [called me|rang|phoned|emailed|wrote to me|came round|visited|promised to call back]
[is|was] {name} [in today|available|still working there|the right person|my housing officer|my social worker]
{title} {last} {did}
{title} {name} {did}
[please|could you|can you] [tell|ask|remind|let] {title} {last} [that i called|to ring me|know i was here|about the bins]
{title} {last} [of|at|from|who lives at] {addr} {did}
[i'm|i am] [writing|calling|ringing|enquiring|messaging|asking] [on behalf of|for|about] [my {kin}|] {name}
[i'm|i am] the [landlord|carer|son|daughter|neighbour|social worker|solicitor|executor|partner|power of attorney] [of|for] {name}
[the|my|our] [landlord|tenant|letting agent|caseworker|housing officer|social worker|councillor|planning officer|headteacher|doctor|GP] [is|is called|was|'s name is|,] {name}[ and {plain_l}|]
[councillor|cllr|Cllr|Councillor] {name} [said|promised|told us|came to see|voted for|has not replied|represents our ward]
{poss} [bin|bins|car|dog|house|garden|fence|extension|hedge|council tax|rent|housing benefit|blue badge|application|appeal|birth certificate|shop|flat|kitchen|claim] [{is_}|was not collected|needs repairing|has not arrived|keeps barking|is blocking the road|is too loud|was refused]
[i need|can i get|how do i get|where do i get|i want] {poss} [birth certificate|death certificate|council tax bill|rent statement|permit|records|file]
[register|registering] the [birth|death|marriage] of [my {kin} |]{name}
[my {kin}|] {name} [died|passed away|was born|got married] [last week|on {date}|yesterday|in {month}|this morning]
[we|i] [called|named|have named] [the baby|our son|our daughter|him|her|our little girl] {name}
[i would like to|i want to|please|can you] [add|remove|take off|include|put] {name} [to|from|on] [the tenancy|my council tax|the bill|the electoral roll|the register|my account|the joint tenancy|the household]
{name} [has moved out|no longer lives here|moved in|has left|does not live here any more|is staying with us|is the only adult|lives alone][, {sorry}|. {plain}|]
[post|letters|bills|a letter|a summons|a fine] [for|addressed to|in the name of] {name} [keeps coming|came here|came to my house|has arrived|is still coming to {addr}]
[the bill|the letter|the permit|the tenancy|the summons|council tax|everything] is [in|under] [the name of|the name|] {name}
[i am|i'm] {poss} [mother|father|son|daughter|carer|neighbour|landlord|wife|husband|sister|next door neighbour]
[who is|do you know|have you heard of|is there a|does] {name}[ work there|]?
[report|reported] by {name}[ on {date}|]
[tenant|owner|name|full name|applicant|claimant|customer|child|contact|parent|guardian|patient|from|to|attn|caller][:| :| -|:] {name}
name: {name}\\naddress: {addr}\\n[phone|tel|mobile]: {phone}
name {name} [address|living at|of] {addr}
{name}, {addr}
{name}\\n{addr}
{name} of {addr}
{name} [lives|used to live|is living|stays] at {addr}
dear {name},? {plain}
[dear|hi|hello|morning|good morning|hey] {name}[,|\\n|] {plain}
[dear|hi|hello|hey] {title} {last}[,|\\n] {plain}
{plain} [thanks|thank you|cheers|regards|kind regards|best wishes|many thanks|yours sincerely|yours faithfully|best|all the best|thx|with thanks|love][,|.|\\n|,\\n|] {name}
{plain}\\n\\n{name}
{plain} - {name}
{plain} [from|signed] {name}
{plain} {name}
[ask|tell|email|call|ring|text|message|phone|contact|see] {name} [about it|if {plain_l}|at the office|tomorrow|on {phone}|]
[it was|that was|it's] {name} who [reported it|called|told me|complained|parked there|lives there]
[both|] {name} and {name} [{did}|are my neighbours|live here|have moved|need a permit|share the tenancy]
[{first}, {first} and {first}|{first} and {first}|{first} & {first}] [are my children|go to the same school|are starting nursery|need a school place|are twins|live with me]
[my children are|the children are called|our kids,|the kids are] {first}, {first} and {first}
my [son|daughter|child|grandson|granddaughter|little boy|eldest] {first} [is {age}|needs a school place|starts school in {month}|goes to {school}|was born on {date}|is disabled|has autism]
[can|could|will|does] {name} [get|claim|apply for|have] [a blue badge|housing benefit|a bus pass|a bigger bin|a refund]
[is|was|has] {name} [paid|registered to vote|on the waiting list|entitled to a discount|been told]
{first} {did}
{name} {did}
{last} {did}
i live with {name}[ and {name}|]
[parked|left|dumped|thrown] by {name} [last night|every week|again]
[this is about|it is about|regarding|re|with regard to|concerning] [my {kin} |]{name}
""".strip().splitlines()

ELSEWHERE = """
{name} [said|says|told reporters|added|explained|argued|insisted|claimed|admitted] [that |]{plain_l}
according to {name}, {plain_l}
{name} [wrote|recorded|sang|released|produced|directed|composed|performed] [the song|the album|the film|the single|it|a play|the novel|the theme] in {year}
[a|the] [song|film|novel|book|album|painting|documentary|cover version|poem|play|track] by {name}[ from {year}| that {did_thing}|]
[directed|written|produced|sung|played|narrated|painted|designed|composed|arranged] by {name}[ and {name}| in {year}| and starring {name}|]
{name}, [the|a] [singer|drummer|producer|player|actor|goalkeeper|painter|minister|professor|lawyer|engineer|designer|comedian|chef|writer|guitarist] [from|of|at] {town}, {did_thing}
[singer|drummer|producer|player|actor|goalkeeper|director|minister|professor|novelist|guitarist|reporter|blogger|commenter|critic|tennis player|songwriter] {name} [said|was there|told us|retired|won|lost|explained|points out] [in {year}|on {day}|{plain_l}|]
[have you|did you|i have] [been to|seen|heard|read|met] [a|the|] {name} [concert|film|play|book|interview|show|lecture]?
{poss} [new book|latest film|first album|second novel|concert|daughter|idea|speech|house|dog|brother|voice|guitar solo] [{is_}|was good|is the best|was a surprise|was not what i expected]
[unlike|like|as in] [the|] {last} [novel|film|song|book|version][,| which] {plain_l}
{last} and {last} [were|are|have been] [partners|friends|rivals|married|lawyers|the best in the business|a great team]
[i am|i'm] [a big|a huge|not a] {name} fan
{first} was [a huge|a big] {name} fan
[why is|is|where is|how old is|who is|what did|when did] {first} [so angry|coming|here|late|from|do|leave|going to be]?
{first} is [a very|such a|really a] [kind|quiet|good|funny|difficult|sympathetic] [person|man|woman|friend|listener]
{first} is [coming|leaving|here|ill|late|not well|at work|on holiday|in hospital]
{first}: [hello|what did you say|i told you|i don't know|remember me|come in|no|yes|who are you]\\n{first}: [fine|nothing|of course|go away|i'm here|thanks|not today][, {first}|]
{first}: "[what|who|why|yes|no], {plain_l}"
["|“]{plain}["|”],? said {name}
{name}: "{plain}"
{plain_l}, {first}!
[come on|sing|stop|wait|listen|oh|thanks|no|hurry up|go on|look], {first}
[sing it with me|don't leave me|come back|wake up|good night|dear|help me], {first}, [we have|before|and|it is] [a long way to go|the morning comes|late|tomorrow]
[hi|hey|hello|thanks|sorry|please] {first}, [i'm|i am|we are|can you|are you|could you|this is about] [having trouble with my order|asking about a transfer|free tomorrow|calling about the flat|back yet|ready]
{title} {last} [is a|is the] {age} year old [man|woman|patient] [who|from {town}|with a cough|complaining of chest pain]
{title} {last} [flew|travelled|drove|went|moved|returned] to {town} [on|last] {day}[ morning| evening|]
[according to|for the views of|see|ask] {title} {last}[, {plain_l}|]
{name} [from|at|of] {org} is [the speaker|our contact|the new manager|giving the talk|the chair]
{name} [worked|spent a year|started] at {org} as [an assistant|the assistant|a clerk|a driver] to {name}[, and later moved to {org}|]
{first} [gave|had given|sent|lent|sold] {first} [a book|the keys|the address|his address: {addr}|a lift|it]
[they|we|she|he] [had|has|have] [three|four|two|six|several] [children|kids|sons|daughters|cats]: {first}, {first} and {first}
[they|we] had {n2}: {first}, {first}, {first}, {first} and {first}
my [great|] [grandfather|grandmother|uncle|aunt|teacher|first boss] was [called|named] {name}[, and my [grandmother|aunt] was called {name}|]
[please|] [add|put|remove|list|name|make] {name} as [a|my] [beneficiary|payee|contact|next of kin|second driver|joint owner|emergency contact|guardian]
[i want to|i'd like to|please|can you] [add|remove] [my {kin} |]{first} [to|from] [the will|my policy|the account|my plan|the insurance]
[send|transfer|pay] [{n2} pounds|the money|£{n2}0] to {name}
[is|will] [my|the] account [be|stay] [open|active|frozen]? it's [under|in] [my {kin}'s|] [name|name,] {name}
[my name|the name] [is wrong|appears wrongly|is misspelled] on [the card|my statement|the ticket|the bill][,|.] [please|could you] [change|make] it [to|] [{title} |]{name}
[how can i|i need to|i want to] [change|update] the name on my [card|account|policy] [from {name} |]to {name}
[follow up|get in touch|have a meeting|check in|catch up] with {name} [in a couple of weeks|next month|about the contract|on {day}]
[email|e-mail|text|call|ring|message|write to|send an email to|send a text to|reply to|forward this to|remind me to call|set a reminder to ring|invite|meet|lunch with|dinner with|video call] {name}[ about {thing}| at {time}| {when}|]
[add|create|save|delete] [a new contact|contact|the contact|] {name} [{phone}|to my contacts|to my phone book|in my contacts|with number {phone}]
[did|has] {name} [reply|replied|email me|emailed me|call|called|answered|text me] [today|this morning|about {thing}|]
[what is|what's|give me|show me|find] {poss} [number|birthday|address|email|phone number]
[the|] [police|border force|court|army|press] [have|has] [arrested|questioned|released|named|thanked] [a driver, |the suspect |] {name} [over|after|for] [the visa dispute|the crash|a theft|what happened]
[a|the] tribute to {name}[, {plain_l}| was held in {town}|]
[featuring|feat.|with|starring|also features|(feat.) ] {name}
[the |][big three|band|team|group|duo] [were|was|are|included] {name}, {name} and {name}
{name} ({year}-{year}) was [a|an] [painter|composer|officer|teacher|footballer|architect]
[the true|the real] [age|identity|story|name] of {first} [has been|is] [debated|unknown|disputed] [for years|]
{name} listed [his|her] [top twenty|favourite] [songs|films|books] for [the paper|a magazine|the radio]
[it may be that|perhaps|i suppose|some say] {last} was [influenced|inspired|taught|helped] by [an earlier song|a friend|{name}|{name} in {year}]
[billing|shipping|delivery|home] address: {name}\\n{addr}
{name}\\n\\n{job}\\n\\n[personal info|contact|details]:\\nphone:\\n{phone}\\n\\n[e-mail|email]:\\n{email}\\n\\naddress:\\n{addr}
{name}\\n{job}\\n{org}\\n{addr}\\n[mobile|tel|desk]: {phone}
> {name}\\n> {org}\\n> {addr}
date: {date}\\nname: {name}\\nphone: {phone}
when: {date}\\nwho: {name}
[she|he] was born on {date}. [her|his] [maiden name|mother's name|name] is {last}
""".strip().splitlines()

ADDRESSED = """
{addr}
{addr}
{addr}
{addr} {postcode}
{addr}, {postcode}
[my|the|our] [address|home address|new address|old address|billing address|full address|postal address|correspondence address] [is|:|is:|-] {addr}[, {postcode}| {postcode}|]
[i live|we live|she lives|he lives|i'm living|i am staying|my mum lives|i used to live|my neighbour lives|they live] at {addr}[ {postcode}|, {postcode}| and {plain_l}|]
[i|we] [moved|have moved|am moving|are moving|will be moving] [to|from|into|out of] {addr}[ on {date}| last week| {when}|]
[moving|moved] from {addr} to {addr}
[i've|i have|we've] [changed my address|moved], [my new address is|now at|i am now at|please update it to] {addr}
[the bins|our bin|my bin|my recycling|the food waste|the garden waste|brown bin] [at|outside|for|from] {addr} [{is_}|was missed|has not been collected|has been missed again|needs emptying|was stolen|were not emptied]
[missed collection|missed bin|noise complaint|pothole|fly tipping|streetlight out|blocked drain|dumped mattress|noisy dog|overgrown hedge|graffiti|broken window|water leak] [at|outside|next to|opposite|in front of|near|by] {addr}
[there is|there's|someone has left|i want to report] [a pothole|rubbish|a broken street light|an abandoned car|a mattress|a fallen tree|dog mess|graffiti] [outside|in front of|opposite|near|by] {addr}
[what|which] [day|council tax band|bin day|ward|school catchment] is [it for|] {addr}[ in|]?
[i want to|how do i|can i|i'd like to] [apply for|get|register for|pay|cancel|renew] [a parking permit|council tax|a bigger bin|a skip permit|the single person discount|garden waste] [at|for] {addr}
[council tax|rent|benefits|planning application|repairs] [for|at|on] {addr}
[send|post|deliver|bring] [it|the letter|the bin|the bags|my permit|them|a new one|the caddy] to {addr}[ please| {postcode}|]
[please|can you|could you] [send|post|deliver] [it|a new card|the form|the parcel|my order] to {addr}
[property|site|premises|house|location|tenancy address|address][:| :| -] {addr}
[the|] {venue} is [at|located at|in|on] {addr}[, {postcode}| and the phone number is {phone}| and the postcode is {postcode}|]
[the|their|its] address is {addr}[, | and their phone number is {phone}|. {plain}|]
[it is|it's|they are|they're] [at|located at|situated at] {addr}[. {plain}|, phone {phone}|]
{venue}, {addr}
how about {venue}[,| at| on] {addr}[?|]
[our|the] [office|offices|shop|restaurant|surgery|clinic|warehouse|letter] [is at|are at|is located at|arrived at|are located at] {addr}
[meet me|i'll meet you|we'll meet|see you|pick me up|drop me off|collect me] [at|outside] {addr} [at {time}|{when}|after work|]
[i need|book me|can i get|please send] a [taxi|cab|lift] [from|to] {addr}[ to the {place}| at {time}|]
[the bus|the taxi|the driver] [stops|dropped me off|drops you off] [at|outside] {addr}
[where do you live|what is your address|whats the address|where is it]? [it's|it is|i'm at|] {addr}
[please|] [return|forward] [to|it to] {addr} [if found|in case of problems|]
[both|] {addr} and {addr}
[my mum|my neighbour|a friend|the tenant|the owner] [at|of|in] {addr} {did}
number {num} {street}
[i'm at|we're at|im at|at] {addr}
[we've had no water|the heating is broken|the roof leaks|there are rats|damp|no hot water] [at|in] {addr}
flat {num}[, | ]{addr}
{addr} is [empty|for sale|an HMO|falling down|being used as a business|too noisy]
[who owns|who lives at|is there planning permission for|has anybody complained about] {addr}
hello i live at {addr} {postcode} my name is {name} {plain_l}
""".strip().splitlines()

NAMED: tuple[tuple[float, list[str]], ...] = (
    (0.14, BARE),
    (0.15, INTRODUCED),
    (0.21, BOOKED),
    (0.22, COUNCIL),
    (0.16, ELSEWHERE),
    (0.16, ADDRESSED),
)
