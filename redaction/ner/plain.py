"""Sentence patterns without personal data, as many as there are with it. The hard ones look as if they had some."""

from __future__ import annotations

COUNCIL = """
[when|what day|what time] [is|are|do you do] [my|the|our] [{colour} |]{bin} [collected|collection|emptied|picked up|due|bin day] [in {town}|on {street}|in {ward}|this week|over {season}|]?
[my|our|the] [{colour} |]{bin} [was|were|has|have] [not been collected|not collected|missed|not emptied|missed again|gone missing|been stolen|damaged] [on {street}|this {day}|today|again|for {n2} weeks|]
[can|could] [i|you|we] [get|order|request|have|send me] [a|another|a new|a bigger|a replacement] [{colour} |]{bin}[ please| for {street}|]?
[how|where] [do|can|would] [i|we|you] [apply for|get|renew|pay|pay for|cancel|change|report|book|find|register for|appeal|complain about|check] [my |the |a |]{service}[ online| by phone| in person| please|]?
[how much|what] [is|does|do] [the|a|my|] {service} [cost|in {town}|for {year}|per year|going up]?
[i want|i need|i'd like|i would like|im trying|i am trying|we want] to [apply for|pay|renew|cancel|report|book|find out about|appeal|ask about|know about|complain about|check] [my|the|a|] {service}[ please| for {n2} {things}|]
[there is|there's|there are|i want to report|reporting] [a|some|lots of|{n2}|] {problem} [on|in|at|near|along|behind|outside] [{street}|{place}|the {place_l}|{ward}|{town}|the corner of {street} and {street}]
{problem} [on|in|at|near] {street}[ near the {place_l}| in {town}| again| since {day}|]
[the|] {problem} [{is_}|has been there for {n2} weeks|is getting worse|needs fixing|has not been fixed]
[the|that|this|a] [street light|lamp post|road|pavement|drain|bench|gate|fence|sign|bus stop|traffic light|crossing|path|bridge] [on|in|at|near] {street} [{is_}|is broken|is flooded|is blocked|does not work|has been out for {n2} days]
[is|are] [the|] {place} [open|closed|busy|free|accessible|still there] [{when}|on {day}s|over {season}|in {month}|today|]?
[what time|when] does [the|] {place} [open|close|shut][ on {day}| {when}|]?
[where is|how do i get to|is there parking at|can i park at|who runs|what's on at|how far is] [the|] {place}[ in {town}| from {street}|]?
[who is|who's] [my|the|our] [councillor|local councillor|mp|housing officer|social worker|caseworker|landlord|lord mayor|chief executive|ward councillor]?
[i want to|can i|could i|let me|i need to|please can i] [speak|talk|chat] to [a person|someone|a human|somebody|an adviser|an agent|customer services|a manager|the council|the {team} team|{team}]
[which|what] [ward|council|catchment area|band|zone|school|collection round] [am i in|is {street} in|is {town} in|are we in]?
[my|our|the] [neighbour|neighbours|landlord|tenant|tenants|upstairs neighbour|mum|son|daughter|partner|husband|wife] [{did_plain}|is very noisy|plays loud music|keeps parking on the pavement|is disabled|has moved out|needs a carer|has a dog that barks all night]
[the|] [council tax|rent|bill|garden waste|parking permit|direct debit] [is|was|comes to|went up to|costs] £{money}[ a month| per year| for {year}| in band {letter}|]
[i am|i'm|she is|he is|my mum is|my son is] {age} [years old|and a pensioner|and disabled|and live alone|and a student|]
[i live|we live|she lives|i work|i grew up] [in|on|near] [{town}|{street}|{ward}|a flat|a council house|a two bedroom flat|temporary accommodation]
[i am|i'm|we are|we're] [a student|homeless|disabled|moving house|a carer|unemployed|pregnant|on universal credit|a pensioner|a landlord|from {town}|{nationality}|new here|a blue badge holder|self employed|behind with my rent|struggling|getting married|selling my house]
[band {letter}|form {form}|{form}|page {n2}|section {n2}|schedule {n2}|part {n2}|class {letter}|zone {letter}|room {n2}|flood zone {n2}]
[do i need|is there|can i get|how do i fill in|where is] [form {form}|a {form} form|the {form}|planning permission for a {thing}|a licence for a {thing}]?
planning [application|permission|ref|reference] {planning}[ on {street}| for a {thing}|]
[the|] {year}/{yy} [tax year|council tax|budget|school year|accounts|financial year]
[the|] {org} [on|in|near] {street} [{is_}|is closed|is noisy|is open {when}|has shut down]
{org} [is|are|said|told me to|want me to|will not] [closing|pay|move out|help|refund me|reply|call you|fill in the form]
[i work|i worked|my wife works|he works] [for|at] {org}
[{place}|{street}|{town}|{ward}|{org}|{venue}]
[{street}|{place}|{ward}] [in|,|, near] {town}
the [{n2} |]{bus} bus [to|from|on|along] [{town}|{street}|{place}]
[bus|route|the|number] {bus} [does not|doesn't] [stop|run|come] [at|on|to|along] [{street}|{place}|{town}][ on {day}s| any more|]
[the|] [junction|corner] of {street} and {street}
[from|between] {street} [to|and] {street}
[the|] [a|b|m]{n2} [is closed|near {town}|at junction {n2}|roadworks|between {town} and {town}]
[what|when] [is|are] the [opening times|opening hours|closing times|prices|fees|term dates|bank holidays|deadlines] [for|at|of] [the|] {place}?
[open|closed] [from|] {time} [to|until|till|-] {time}[, {day} to {day}| on {day}s| {when}|]
[the|my|your|] [last|next|first] [collection|payment|meeting|appointment|instalment|election] [is|was|will be] [on|] {date}
[the|a] meeting [is|was] on {date} at {time}[ in the {place}|]
[since|until|from|by|on] {date}
[why|how come] [is|are|was|has|have] [my|the|our|your] [{bin}|{service}|{problem}|{thing}] [{is_}|so late|so expensive|not been collected|gone up]?
[thank you|thanks|cheers|ta|thanks a lot|thank you very much|many thanks|thanks so much][,| for] [that's|that is|you've been|] [great|helpful|brilliant|your help|all|lovely|perfect|very helpful|wonderful]
[yes|no|ok|yeah|sure|hello|hi|hiya|hey|good morning|good afternoon|please|thanks|sorry|bye|stop|cancel|help|go back|start again|what|why|really|great|lovely|brilliant|perfect|maybe|nope|fine|never mind|i don't know|not sure|no thanks|yes please|that's right|that's wrong|exactly|wrong one|the first one|both|neither|all of them|none|more|next|the second|again]
[my|the] [name|address|postcode|email|phone number|reference|date of birth|surname] [is|was] [wrong|spelt wrong|different|on the letter|missing|not right|private|on the form|the same]
[what|why|do you need|you have|i gave you|i don't want to give|can i change|i need to update|where do i put|is that] [my|the|your] [name|address|phone number|postcode|email|full name|surname|date of birth|house number|reference number]?
[what is|what's|can i have|i need|give me|do you have|send me] [the|your|a|their] [phone number|address|postcode|email|email address|opening times|telephone number|reference number|contact number|website][ for the {place}| for {team}| for {venue}| please|]?
[call|ring|phone|text|contact|email|write to] [the council|{team}|me|us|customer services|the police|the {place}|999|101|the helpline|my landlord][ please| back| {when}|]
[i|we] [called|rang|emailed|wrote to|phoned|visited|complained to|reported it to] [{team}|the council|you|the {team} team|{org}|the {place}] [{n2} times|last week|on {day}|in {month}|and nobody answered|about the {thing}]
[happy {season}|merry christmas|happy new year|good night|have a nice day|see you {day}]
[under|in|with|by] [the new rules|the law|the circumstances|review|a tree|the bridge|{month}|the bed|no obligation|the age of {age}|£{money}]
[booking|reservation|appointment|payment] [for|under|of] [{n}|{time}|{day}|{date}|£{money}|review|the hall|two adults|my car|a skip|the tip|swimming|the whole family]
[this is|it's|it is|i'm|i am|that's] [urgent|a joke|ridiculous|not good enough|about my {service}|really important|unacceptable|broken|too late|the third time|here|late|sorry|not happy|waiting|angry|ill|fine|ready|done|{age}|the owner|the tenant|a resident|confused|in {town}|on {street}|outside]
[may|will|can|would|should|might|could] [i|we|you|they|it|the council] [ask|help|bill me|get|pay|have|park|rose|mark|be open|need] [a question|a permit|for it|in {month}|the {thing}|about {thing}|in the park|on {street}]?
[will|may|can|must|should] [the|my|a] [bill|hall|park|rose garden|green|hope|lane|bin|summer fair|grant|mark] [be|go|come] [sent|open|up|out|closed|in {month}|paid|collected]?
[in|during|from|until|since|every|last|next] [may|june|april|august|march|summer|autumn|spring|winter|{month}|{day}|{season}][ {year}|]
[rose|roses|daisies|ivy|holly|hazel|lilies|willow trees|an ash tree|a rowan|jasmine|heather|poppies|an olive tree|violets] [growing over|on|in|near] [the path|the park|{street}|the cemetery|my fence]
[the|a] [summer|spring|autumn|winter|dawn|sunny|frank|grant|bill|mark|grace|hope|faith|joy|dean|earl|duke|king|prince|victor|art|guy|chase|drew|gene|jack|rob|sue|pat|will|penny|crystal|ruby|pearl|amber|jade|olive|ginger|rusty|sandy|cliff|glen|dale|heath|forest|lane|reed|rich|ray|max|miles|clay|stone|brook|bush|field|ford|marsh|moore|wood|cook|baker|butcher|farmer|fisher|gardener|hunter|mason|miller|parker|porter|potter|shepherd|smith|taylor|turner|walker] [{is_}|was late|is for {thing}|collection|services|scheme|programme|club|workshop|of the year]
[dear|hello] [sir or madam|sir|madam|council|team|all|sirs|neighbour|colleagues|customer services|planning department|{team} team][,|] {plain}
[regards|kind regards|many thanks|yours faithfully|thanks|best wishes|cheers], [a concerned resident|a resident|your neighbour|a council tax payer|the residents of {street}|all of us|the tenants|a local business]
[mr|mrs|ms] [and|or|] [mrs|ms|mr] [title|box on the form|?]
[miss|missed|missing] [my bin|the deadline|the bus|collection|an appointment|a payment|again]
[dr|doctor|doctors] [surgery|appointment|note|letter|is closed]
[the|a] [doctor|teacher|councillor|mayor|officer|driver|manager|social worker|police officer|lollipop lady|bin man|postman] [{did_plain}|was rude|{is_}|never turned up|told me to call]
""".strip().splitlines()

ASSISTANT = """
[play|start|put on|shuffle|resume|listen to|queue] [some|my|the|a|] {music}[ music| playlist| station| radio| please| from the {year}s|]
[set|make|create|cancel|delete|stop|snooze|change] [an|the|my|a|all|] [alarm|timer|reminder|alarms] [for {time}|at {time}|for {when}|to {time}|on {day}|in {n2} minutes|]
[wake me up|remind me|alert me] [at {time}|{when}|to {do} {when}|about the {thing}|to {do}|in {n2} hours]
[turn|switch|put] [on|off|up|down] the [{room} |]{device}[ please| a bit| to {n2} percent| in the {room}|]
[dim|brighten|change|make] the [{room} |][lights|light|lamp|lighting] [to {colour}|a bit|brighter|softer|{colour}|please|]
[vacuum|clean|hoover|mop|sweep|dust] the [{room}|carpet|floor|house|hall|stairs][ now| please| at {time}|]
[make|brew|start|prepare] [me |][a coffee|coffee|an espresso|a latte|tea|a cup of tea|the coffee machine][ please| now| at {time}|]
[add|put|remove|delete|take off|include] {w} [and {w} |][to|from|on|off] [my|the] [shopping|grocery|to do|todo|christmas|packing|work|] list
[what is|what's|show|read|open|clear|delete|create|start|check|make] [on |][my|the|a|a new|all my] [shopping |to do |grocery |][list|lists|calendar|diary|schedule|notes|emails|inbox|messages|notifications|email]
[what is|what's|how is|tell me|will it|is it going to] [the weather|the temperature|the forecast|rain|snow|be sunny|be hot] [{when}|in {town}|this week|outside|like today|]?
[do i|will i|should i] need [an umbrella|a coat|sunscreen|a jacket|boots] [{when}|in {town}|]?
[what|how many|how much] [is|are|does|do] [{n2} plus {n2}|{n2} times {n2}|a dollar worth|one pound in euros|the square root of {n2}|ounces in a pound|the exchange rate|the population of {country}|the capital of {country}|the time in {town}|{n2} percent of {n2}]?
[tell me|do you know|say|give me] [a joke|something funny|a story|a fact about {w}|the news|the time|the date|the meaning of {w}|about {w}|a recipe for {food}|how to {do}]
[what|who|how|where|when|why] [is|are|was|were|does] [a|an|the|] {w} [{w}|made|work|invented|good for|]?
[define|spell|translate|describe|explain|search for|look up|google|find|find me|show me|look for] [a|the|some|] {w}[ {w}| in {country}| please|]
[find|show|tell me about|are there any|recommend|suggest|list] [a|some|good|cheap|the best|any|] [restaurants|pubs|events|concerts|shops|cinemas|films|movies|places to eat|takeaways|hotels|coffee shops|bars|shows|markets] [near me|nearby|in {town}|in my area|{when}|near {street}|that serve {food}|]
[order|get|i want|i'd like|can i get|buy] [me |][a|some|two|] {food} [from {venue}|for delivery|please|to take away|for dinner|]
[has my|is my|when will my|track my|where is my] [{food}|order|takeaway|delivery|package|food] [arrive|ready|on its way|here|coming|]?
[does|do|can|will] {venue} [deliver|do takeaway|take cards|open {when}|have parking]?
[check|open|read|any|do i have|show me|delete|reply to|are there] [new |unread |my |the |all |latest |last |][emails|email|messages|tweets|posts|notifications|mail|texts][ from work| about {thing}| {when}| on {social}|]?
[post|tweet|share|write|update my status|put] [on {social}|this photo|that i am {w}|a complaint to {org}|about {thing}|this to {social}]
[what's|what is|anything] [happening|new|trending|going on] [on {social}|in {country}|in {town}|{when}|with {org}|]?
[play|start|open|launch|continue|resume|pause|stop] [the |my |a |][game|chess|audiobook|podcast|next episode|last chapter|crossword|{w} game|{w} podcast|radio|next song|book|quiz]
[i like|i love|i hate|i enjoy|i prefer|save|rate|like] [this song|{music}|{food}|that|this {w}|{music} music|{w} films|listening to {music}]
[what|which|who] [song|band|singer|artist|album|film|music] [is this|is playing|sings this|made this|was this|is it|do i like]
[turn|make|put] [it|the volume|the sound|the music|volume] [up|down|louder|quieter|off|on mute|to {n2}]
[mute|unmute|pause|stop|skip|next|louder|quieter|volume up|volume down|repeat|shuffle|silence][ please| the speaker| that| it| for an hour|]
[what time|when|how long] [is|does|until|till] [it|the train|the next train|the bus|my meeting|my appointment|sunset|{season}|the {thing}] [leave|arrive|start|in {town}|{when}|]?
[book|get|order|call|find|i need] [me |][a|an|] [taxi|uber|cab|train ticket|ticket|flight|lift] [to|from] [{town}|the {place_l}|{place}|the airport|the station|{country}][ {when}| at {time}| for {n}| please|]
[how is|what is|show me|check] [the |][traffic|route|journey|road] [to|on|from|near|in] [{town}|{street}|work|the {place_l}|the a{n2}|the airport]
[add|put|delete|cancel|create|move|remove|schedule] [a|the|my|an|all] [meeting|event|appointment|party|lunch|dentist|birthday|{w}] [to|from|on|in|for] [my calendar|{day}|{when}|{date}|my diary]
[when is|do i have|what is|show|tell me] [my|the|any] [next|] [meeting|meetings|appointment|events|plans|birthday|{w}] [{when}|on {day}|about|in my calendar|]?
[how are you|how was your day|what are you|are you a robot|you are {w}|that was {w}|i am {w} today|that is not what i said|you got it wrong|i said {w}|please repeat that|come again|can you say that again|thank you robot|did you understand|nice one|good job|you're welcome|that is correct|i'm bored|who made you|do you like {w}|let's {do}|shut up|cut it out|forget it|well done|this is {w}|try again]
[how do i|how can i|how to] [cook|make|bake|fry|boil|clean|fix|draw|install|grow] [a|an|the|some|] [{food}|{w}|{w} {w}]?
[what is|how much is|what's] [the|] [stock|share] price of {org}?
[confirm|can you confirm|please confirm|just check|was that|did you set|is] [the|my|that|] [alarm|details|order|settings|time|instructions|appointment|right|correct|done|question|command]
""".strip().splitlines()

TRAVEL = """
[i need|i'm looking for|i am looking for|can you find me|i want|i'd like|looking for|find me|is there|are there any] [a|an|some|] [cheap|expensive|moderately priced|moderate|good|nice|{stars} star|] [hotel|guesthouse|guest house|restaurant|{cuisine} restaurant|place to stay|place to eat|museum|college|park|cinema|nightclub|swimming pool|attraction|theatre|pub] [in the {side}|in {town}|in the {side} of town|in the centre|with free parking|with free wifi|near the {place_l}|that serves {cuisine} food|]
[i need|i want|i'd like|i am looking for|book me|can you book] [a|the] train [from {town} |to {town} |][leaving|departing|arriving|going|] [on {day}|after {time}|by {time}|at {time}|to {town}|on {day} from {town}|before {time}]
[book|reserve] [it|that|a table|a room|a ticket|one|the {stars} star one|tickets|the first one] for {n} [on {day}|at {time}|at {time} on {day}|from {day} for {n2} nights|{when}|]
[a table|table|a room|booking|reservation|tickets|seats|party] for {n}[ at {time}| on {day}| {when}|]
[for|] {n}[ at {time}| on {day}| {when}| please|, {when}|]
[at|around|for|after|before|make it|about|say|] {time}[ please| on {day}| {when}| if possible| or {time}|]
[on|for|this|next|] [{day}|{date}|{when}][ please| at {time}| would be good| if you have it|]
{n2} [adults|people|nights|children|tickets|days|of us|guests|seats|hours|minutes|weeks|bags|bins][ and {n2} children| please| starting {day}|]
[me and|my wife and i|just me|me, my|with my] [{n2} friends|my wife|and {n2} kids|husband and two kids|my parents|family of {n2}|alone|parents]
[can you|could you|please|would you|could i|may i|can i] [give me|tell me|have|get|send me] [the|their|its|a|that] [address|phone number|postcode|post code|reference number|area|price range|entrance fee|train id|travel time|price|phone|location|type of food|number][ please| and postcode| for {venue}| as well| too|][?|.|]
[what is|what's|i need|i also need|i'll need|i just need] [the|their|its|] [address|phone number|postcode|entrance fee|price|reference|area|postcode and phone|travel time][ of {venue}| for {venue}| please|][?|.|]
[i want|i'd like|i need|book|i'm looking for|tell me about|what about|how about|is|do you know|i want to know about|information on|find] {venue}[ for {n}| {when}| please| open| in the {side}|]
{venue} [is|has|serves|offers|does] [{is_plain}|in the {side}|a {cuisine} restaurant|a {stars} star hotel|free parking|{cuisine} food|in the {price} price range|a museum|closed|lovely]
[i need|i want|can you book|book] a [taxi|cab] [from {venue} |from the {place_l} |between the two |][to {venue}|to the {place_l}|by {time}|leaving after {time}|to commute|to get there by {time}|]
[i'd like to|i want to|we want to|please|can i|i need to] [leave|arrive|depart|go|travel|get there|be there|check in] [at|by|after|before|from|to] [{time}|{town}|{venue}|{day}|the {place_l}]
[no|yes|ok|great|thanks|thank you|perfect|okay|sounds good|that works|awesome], [that's all|that is all i need|that will be all|i also need a train|just the address|bye|you too|what is the postcode|surprise me|i don't care|any is fine|book it|go ahead|you've been great|not today|that's it for now|have a good day]
[does|do|is|are] [it|they|that|the hotel|{venue}|the restaurant] [have|offer|in|include|near|serve] [free wifi|free parking|internet|the centre|the {side}|breakfast|{cuisine} food|the station|parking]?
[it doesn't matter|i don't care|any|either|surprise me|no preference|whatever you recommend|you choose|pick one|the cheaper one|the {side} please|the {price} one|something {price}|not really|whichever]
[what|which|how many|how about|are there] [area|type|kind|{cuisine} restaurants|colleges|museums|trains|hotels|places] [is it in|are there|do you have|in the {side}|in town|would you recommend]?
[i am|i'm|we are|we're|i will be] [coming|travelling|staying|leaving|visiting|going|arriving] [to|in|from|for|at] [{town}|{country}|{n2} nights|{venue}|{time}|the {side}|business|the weekend]
[i've|i have|we have|i] [lost|forgotten|changed|need to change|want to cancel|cancel|made] [my|the|a|our] [booking|reservation|reference|table|ticket|order|appointment] [for {n}|{when}|at {time}|from {day} to {day}|]
[can|could] [i|we|you] [change|move|cancel|bring forward|push back|reschedule|alter|amend] [my|the|our|this] [booking|reservation|table|appointment] [to {time}|to {day}|for {n}|from {time} to {time}|by an hour|please|{when}]?
[sorry|hi|hello|], [we're|i'm|we are] [going to be|running] [late|{n2} minutes late|a bit late] [for|to] [our|my|the] {time} [booking|table|reservation|appointment]
[do you|have you|is there|are there] [have |got |][any|a] [tables|table|space|slots|outside tables|high chairs|parking|vegan options|availability|room] [for {n}|{when}|at {time}|left|on {day}|]?
[i'd|we'd|i would] [like|prefer|love] [a table|to sit|something|somewhere] [outside|by the window|near the bar|in the {side}|{price}|quiet|with a view|that serves {cuisine} food|downstairs]
[it's|it is|that's] [my|our|his|her|a|the] [birthday|anniversary|wedding|work do|party|hen night|first time|christmas lunch|{n2}th birthday|surprise]
[your|the|my] [booking|table|train|taxi|reservation|confirmation] [was successful|is booked|is confirmed|will be reserved for {n2} minutes|costs {money} pounds|total is {money} gbp|is {venue}|will be a {colour} {car}]
[i have|there are|we have] {n2} [options|hotels|trains|{cuisine} restaurants|museums|choices] [in the {side}|for you|in {town}|that match|at that time|leaving {town} at {time}][. would you like to book|. do you have a preference|]?
[{town}|{country}|{nationality}|{cuisine}|{season}|{month}|{day}|{date}|{time}|{n}|{colour}|{food}|{org}|{music}]
""".strip().splitlines()

WORDS = """
{w}
{w}
{w} {w}
{W}
{W}
{W} {W}
{W} {w}
{w} {w} {w}
{W} {W} {W}
[the|a|my|your|some|no|any] {w}
[the|a|my|your|this] {w} {w}
[the|a|my] {w} [{is_}|was {w}|is {w}|and the {w}|of the {w}|for {w}|needs {w}]
[{do}|{do} the {w}|{do} {w}|{do} my {w}|{do} a {w} {w}]
[i|we|they|you] {do} [the|a|my|] {w}
[is|are|was] [the|a|this|my] {w} {w}?
{w} [and|or|for|with|in|on] {w}
[very|too|so|not|more|less|really] {w}
[this|that|it] [is|was] [a|the|very|] {w}
{w} {w} [please|thanks|now|today]
[Title|Section|Chapter|Article] {n2}: {W} {W}
{org}
{org}\\n{org}
[the|] {W} {W} [act|order|scheme|fund|week|day|project|programme|strategy|review|report|team|forum] [of|] {year}
the {W} {W} [band|orchestra|company|society|club|trust] was [founded|formed] in {year}
{nationality} {w} {w}
[i|I] [love|need|hate|saw|like|want] {W}
the {W} [bank|building|team|phone|brand|museum|show] [{is_}|in {town}|was {w}]
{w}, {w} and {w}
[he|she|i|my father|my brother] [just turned|retired at|is|was] {age}[ years old|]
[flights|trains|trips|a holiday|weather] [to|from|in] {town}[ and {town}|, {country}|]
[we|they|i] [moved|come|flew|came] [here |]from {country}[ to {town}| in {year}|]
[the|our] {nationality} [government|team|restaurant|community|embassy|language|class|group] [{is_}|in {town}|won|lost]
""".strip().splitlines()

PLAIN: tuple[tuple[float, list[str]], ...] = ((0.4, COUNCIL), (0.22, ASSISTANT), (0.2, TRAVEL), (0.18, WORDS))
