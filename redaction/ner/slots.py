"""What fills the slots of the sentence patterns, apart from people and addresses. Fictional or everyday words."""

from __future__ import annotations

from collections.abc import Mapping


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.replace("\n", " ").split("|") if item.strip()]


SLOTS: Mapping[str, list[str]] = {
    "kin": _items("""neighbour|next door neighbour|mum|dad|mother|father|son|daughter|husband|wife|partner|ex|brother|sister|uncle|aunt|
        cousin|nan|gran|grandad|grandson|friend|landlord|landlady|tenant|lodger|carer|flatmate|boyfriend|girlfriend|nephew|niece|
        solicitor|social worker|elderly neighbour|late husband|boss|colleague|ex wife|stepson|eldest|mother in law|upstairs neighbour"""),
    "title": _items("Mr|Mrs|Ms|Miss|Dr|Mr.|Mrs.|Ms.|Dr.|Mx|Rev|Sir|Cllr|Councillor|Prof|Professor|Lady|mr|mrs|ms|miss|dr|Master"),
    "did": _items("""keeps parking on my drive|has not paid the rent|put rubbish in my bin|moved out last month|plays music all night|
        needs a blue badge|is in hospital|cut down the hedge|passed away|told me to call you|has a planning application|lives alone|
        said it would be fixed|reported it last week|came to see us|built a fence|has a noisy dog|wants to pay by direct debit|is disabled|
        has moved to a care home|is eighty|never replied|owns the house|works at the school|will collect it|needs help|rang yesterday|
        lost the key|left the gate open|is on my tenancy|signed the form|emailed me|started school|has dementia|needs a bus pass|is my carer|
        is not well|complained about the noise|can't use the stairs|was very helpful|has been threatening me|sent a letter"""),
    "did_plain": _items("""keeps parking on my drive|put rubbish in my bin|plays music all night|needs a blue badge|is in hospital|cut down the hedge|
        passed away|has a noisy dog|is disabled|rang yesterday|built a fence|never replied|moved out|has dementia|left the gate open|shouts all day"""),
    "did_thing": _items("won a prize|changed everything|nobody remembers|topped the charts|died last year|grew up here|is still played|lived abroad"),
    "is_": _items("is broken|is full|is late|is wrong|is closed|is blocked|is missing|is dangerous|is great|is too small|is still there|is damaged|is overflowing"),
    "is_plain": _items("great|expensive|a good choice|fully booked|in the centre|very popular|free|nice|cheap|open now"),
    "want": _items("""want to cancel|need a table for two|have a question|would like to report a pothole|need help|am calling about my bin|
        need to book a table|have lost my job|want to pay my council tax|am running late|live in a council flat|need to change my booking|
        want to reserve a room|need a parking permit|would like to renew my pass|have a complaint|am moving house|want to speak to someone"""),
    "want_i": _items("i want to cancel|i need a table for two|i have a question|I'd like to report a pothole|i need help|i'm calling about my bin|we're running late|I need to change my booking|i need a table for four"),
    "sorry": _items("""thanks|please|sorry|i need to cancel|can you change it|i'd like to cancel it|we are running late|i can't make it|
        please cancel it|is that ok|we'll be late|i want to add two people|thank you|can you check|sorry about that|we can't come|can i move it"""),
    "plain": _items("""my bin was missed|i need a new bin|the street light is out|when is the library open|can you help|there is a pothole|
        i want to complain|please call me back|how do i pay|it has been three weeks|this is not good enough|nobody has replied|thanks for your help|
        i need to change my appointment|what are the opening hours|i was told to ring you|please can this be sorted|i would like a refund|
        the noise is awful|we have no heating|can i book the tip|where do i send the form|i have moved house|is there a fee|i can't log in|
        please cancel my permit|hope this helps|looking forward to hearing from you|let me know|my council tax is wrong|the drain is blocked"""),
    "plain_l": _items("""the bins are late|it was too loud|nobody came|it is not fair|it would be fixed|he was right|the road is closed|
        we have to pay|it is about the rent|i can't remember|the song is about love|the price went up|that is the problem|you are welcome|
        we all agree|the work has started|they never asked|it rains a lot|the game was lost|the plan will change|it's a brilliant idea"""),
    "bin": _items("bin|bins|recycling|rubbish|food waste|garden waste|refuse|waste|wheelie bin|recycling box|food caddy|cardboard|glass box|bin bags|bulky waste|recycling bins"),
    "colour": _items("blue|green|brown|black|grey|red|purple|white|yellow|orange|pink|silver"),
    "service": _items("""council tax|council tax bill|parking permit|blue badge|housing benefit|bus pass|library card|garden waste|skip licence|
        planning permission|birth certificate|death certificate|marriage certificate|school place|school meals|bulky waste collection|parking fine|penalty charge|
        rent|rent account|repair|taxi licence|alcohol licence|street party|allotment|pest control|electoral roll|dropped kerb|tree preservation order|
        food hygiene rating|noise complaint|single person discount|council house|homelessness application|care assessment|residents permit|
        swimming lessons|gym membership|room booking|citizenship ceremony|freedom of information request|business rates|discretionary payment|
        housing register|mutual exchange|right to buy|disabled facilities grant|warm home discount|direct debit|refund|appeal|complaint|petition"""),
    "problem": _items("""pothole|potholes|fly tipping|broken street light|dog mess|graffiti|abandoned car|blocked drain|fallen tree|broken glass|
        dumped mattress|rats|overgrown hedge|dead animal|flooding|loose paving slab|broken bench|syringes|litter|noise|overflowing bin|
        damaged sign|icy pavement|faded road markings|illegal parking|burst pipe|loud music|smoke|a dead badger|mud on the road|weeds"""),
    "things": _items("bins|bags|cars|permits|tickets|people|tables|potholes|children|rooms|bikes|badges"),
    "thing": _items("""extension|conservatory|fence|shed|dropped kerb|loft conversion|boiler|bin|permit|tree|invoice|meeting|form|letter|
        report|noise|application|appointment|garden|party|stall|project|holiday|payment|budget|wedding|delivery|car|house|contract|dinner"""),
    "team": _items("""housing|planning|council tax|benefits|parking|environmental health|highways|waste|licensing|adult social care|
        children's services|the registrars|electoral services|customer services|revenues|leisure|parks|building control|trading standards|housing options"""),
    "day": _items("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues|weds|thurs|fri|sat"),
    "month": _items("January|February|March|April|May|June|July|August|September|October|November|December|may|june|april|august|march|dec|jan|sept"),
    "season": _items("christmas|easter|Christmas|Easter|Ramadan|Diwali|new year|summer|winter|bank holiday|the holidays|Eid|half term|halloween|bonfire night|Hanukkah"),
    "when": _items("""today|tomorrow|tonight|this evening|tomorrow night|next week|on Friday|on Saturday|this weekend|in the morning|at noon|
        on {day}|on {date}|at {time}|at {time} tomorrow|tomorrow at {time}|on {day} at {time}|for {date}|next {day}|in {n2} days|
        {n2} days from now|at {time} on {date}|later|at lunch|for lunch|for dinner on {day}|in an hour|this {day}"""),
    "school": _items("the primary school|Hillside Primary|St Mary's|the academy|nursery|the grammar school|Oakfield High|St Joseph's Primary|Northbridge Academy"),
    "country": _items("""France|Germany|Spain|Italy|Poland|India|Pakistan|Nigeria|Ghana|China|Japan|Brazil|Turkey|Greece|Ireland|Scotland|Wales|
        England|America|Canada|Australia|Kenya|Somalia|Syria|Ukraine|Romania|Portugal|Mexico|Bangladesh|Jamaica|Sweden|Norway|Finland|
        Estonia|Cyprus|Denmark|Austria|Hungary|Croatia|Serbia|Iran|Iraq|Egypt|Morocco|Tunisia|Ethiopia|Jordan|Georgia|Chad|Chile"""),
    "nationality": _items("""French|German|Spanish|Italian|Polish|Indian|Pakistani|Nigerian|Chinese|Japanese|Brazilian|Turkish|Greek|Irish|Scottish|
        Welsh|English|American|Canadian|Australian|Kenyan|Somali|Syrian|Ukrainian|Romanian|Portuguese|Mexican|Jewish|Muslim|Christian|Hindu|Sikh|
        Czech|Danish|Swedish|Norwegian|Finnish|Dutch|Belgian|Austrian|Hungarian|Croatian|Slovenian|Icelandic|Persian|Arab|Thai|Korean|Vietnamese"""),
    "cuisine": _items("""chinese|indian|italian|french|thai|british|european|asian oriental|turkish|japanese|korean|mexican|gastropub|portuguese|
        mediterranean|international|seafood|vietnamese|lebanese|african|modern european|north american|spanish|Chinese|Italian|Indian|steakhouse|vegan"""),
    "side": _items("north|south|east|west|centre|center|town centre|city centre|middle"),
    "price": _items("cheap|expensive|moderate|moderately priced|cheaper"),
    "stars": _items("0|1|2|3|4|5|two|three|four|five|zero"),
    "food": _items("""pizza|curry|sushi|fish and chips|a burger|noodles|pasta|soup|chicken tikka|lasagne|an omelette|pancakes|a cake|bread|rice|
        kebab|salad|tacos|a sandwich|coffee|milk|eggs|cheese|biscuits|a roast|stew|chocolate|chicken wings|fried rice|dumplings|apple pie"""),
    "music": _items("""jazz|rock|pop|classical|hip hop|reggae|country|blues|techno|metal|folk|opera|indie|disco|punk|soul|rap|house|ambient|
        the beatles|queen|oasis|party|workout|chill|relaxing|radio four|bbc radio one|capital fm|heart fm|eighties|my favourite songs|the news|
        summer hits|christmas songs|sleep sounds|top forty|queen's greatest hits|abba|coldplay|metallica|pink floyd|led zeppelin"""),
    "room": _items("kitchen|bedroom|living room|bathroom|hall|hallway|garage|dining room|office|lounge|attic|garden|conservatory|porch|study"),
    "device": _items("lights|light|lamp|heating|kettle|tv|radio|fan|oven|socket|plug|vacuum|hoover|coffee machine|robot vacuum|speaker|wemo plug|thermostat|music|alarm"),
    "social": _items("facebook|twitter|instagram|social media|Facebook|Twitter|my wall|reddit|tiktok|linkedin|snapchat"),
    "do": _items("""buy|open|check|send|find|clean|wash|move|bring|take|walk|cook|order|read|write|call|pay|fix|start|stop|show|collect|
        play|watch|paint|dig|park|test|keep|lose|print|sign|plan|visit|leave|join|run|feed|plant|close|bake|knit|sing|throw|chase"""),
    "car": _items("ford|toyota|bmw|audi|honda|tesla|volvo|skoda|volkswagen|lexus|Ford Fiesta|Nissan Micra|Vauxhall Corsa|Kia|Mini|Fiat"),
    "form": _items("SC1|V5C|P45|P60|CTB1|HB1|SA100|DS1500|MAT B1|FW8|N244|IHT400|BR19|ES40|sc1|v5c|p45|UC50|AA1|A8"),
    "job": _items("nurse|teacher|electrician|bus driver|network administrator|office clerk|project manager|care assistant|retail buyer|plumber|staff specialist|geologist|chef|surveyor"),
    "letter": _items("A|B|C|D|E|F|G|H"),
}

# Towns, most made up so that none is learned by heart, some real because residents come from there.
TOWN_STARTS = _items("""North|South|East|West|Ash|Beck|Black|Brad|Bright|Brom|Burn|Can|Carl|Chal|Chester|Clay|Col|Dar|Dun|Ed|El|Far|Fen|Gold|
    Grim|Hal|Har|Hart|Hather|Hemp|Hol|Hor|King|Lang|Led|Lin|Long|Mal|Mar|Mel|Mid|Mil|New|Nor|Oak|Old|Pem|Pres|Rad|Red|Rush|Sal|Sand|Scar|
    Shel|Shep|Stan|Stock|Sut|Thorn|Tot|Wake|Wal|War|Wat|Wel|Wex|Whit|Win|Wood|Wor|Wy|York|Chester|Cherry|Hun|Cam|Bar|Trum""")
TOWN_ENDS = _items("""bridge|ton|ham|ford|ley|bury|field|worth|wick|by|thorpe|mouth|port|minster|stead|hurst|den|combe|well|wood|shaw|over|
    borough|gate|dale|hill|sea|pool|chester|caster|don|mere|stone|church|bourne|holme|ington|ingham|inghall|hinton|pington""")
REAL_TOWNS = _items("""London|Leeds|Manchester|Birmingham|Cambridge|Oxford|Bristol|Liverpool|Sheffield|Newcastle|Cardiff|Glasgow|Edinburgh|
    Belfast|Norwich|Ely|Peterborough|Stevenage|Leicester|Bradford|Hull|Paris|Berlin|Madrid|Warsaw|Lagos|Delhi|Mumbai|Karachi|Dhaka|Istanbul|
    Kyiv|Nairobi|New York|Chicago|Sydney|Toronto|Vienna|Oslo|Copenhagen|Lisbon|Rome|Milan|Dublin|Cork|Kings Lynn|
    Stansted Airport|London Kings Cross|Milton Keynes|Bury St Edmunds|Saint Albans|Charlotte|Florence|Lincoln|Lancaster|Preston|Warwick""")
STREET_STARTS = _items("""Mill|Church|Station|High|Victoria|Albert|King|Queen|George|Park|Green|London|Manor|New|Main|School|Chapel|Grange|
    Richmond|Windsor|York|Queens|Kings|Princess|Alexandra|Nelson|Wellington|Churchill|Elizabeth|Edward|Charles|William|Henry|Alfred|
    Arthur|Thomas|John|Mary|Margaret|Catherine|St John's|St Mary's|St James|Saint Andrews|St Peter's|Rose|Ivy|Holly|Willow|Oak|Elm|Ash|
    Beech|Cedar|Chestnut|Hazel|Hawthorn|Laurel|Maple|Poplar|Rowan|Sycamore|Orchard|Meadow|Field|Hill|Brook|River|Bridge|Water|Spring|
    Well|North|South|East|West|Cross|Castle|Abbey|Priory|Bishop|Abbot|Friars|Market|Corn|Sheep|Silver|Gold|Tanner|Baker|Cooper|Fisher|
    Hunter|Carter|Mason|Shepherd|Smith|Taylor|Wood|Long|Lower|Upper|Old|Back|Front|Broad|Newmarket|Cambridge|Oxford|Bath|Bristol|
    Lincoln|Durham|Stanley|Gladstone|Beaconsfield|Salisbury|Cromwell|Mandela|Nightingale|Darwin|Newton|Milton|Byron|Shelley|Tennyson|
    Coronation|Jubilee|Trafalgar|Waterloo|Balmoral|Sandringham|Highfield|Woodlands|Sunny|Hillside|Lakeside|Fairview|Parkside|Bell|Swan""")
STREET_ENDS = _items("""Road|Road|Road|Road|Street|Street|Street|Street|Avenue|Avenue|Lane|Lane|Close|Close|Drive|Drive|Way|Crescent|Court|Gardens|
    Grove|Terrace|Place|Square|Hill|Mews|Walk|Row|Rise|View|Parade|Green|Rd|St|Ave|Ln|Cl|Dr|Cres|rd|st|ave|close|road|street|lane|Croft|Mount|Vale|End""")
HOUSE_NAMES = _items("""Rose Cottage|The Old Vicarage|Ivy House|The Barn|Oak Lodge|Mill House|Hill Farm|The Bungalow|Holly Cottage|Orchard House|
    The Old School House|Willow Farm|Church Cottage|Sunnyside|Fairview|The Coach House|Manor Farm|The Lodge|Greenacres|Woodlands|Hillcrest|
    Ashley House|Riverside Cottage|The Grange|Primrose Cottage|Meadow View|Beech House|Brook Farm|Rectory Cottage|The Stables""")
BLOCKS = _items("""Rose Court|Nelson House|Victoria Court|Park View|Albert House|Tower House|Elm Court|Churchill House|Kings Court|Mandela House|
    Riverside Court|Castle Court|Oak House|Abbey Court|Wellington Court|Jubilee House|The Maltings|St Mary's Court|Regent House|Willow Court""")
PLACE_STARTS = _items("""Victoria|Albert|Queens|Kings|Nelson Mandela|St Mary's|St John's|Central|Town|City|Castle|Memorial|Riverside|Jubilee|
    Alexandra|Hillside|Northfield|Abbey|Meadow|Lakeside|Churchill|Elizabeth|Coronation|King George|Queen Elizabeth|Princess Royal|Market|
    Orchard|Linden|Holy Trinity|All Saints|Corpus|Christ|Emmanuel|Florence Nightingale|Martin Luther King|Marie Curie""")
PLACE_ENDS = _items("""Park|Park|Library|Leisure Centre|Hall|School|Primary School|Church|Cemetery|Hospital|Surgery|Community Centre|Gardens|
    Swimming Pool|Car Park|Museum|Theatre|College|Station|Recreation Ground|Market|Centre|Academy|Nursery|Crematorium|Tip|Playground|Gallery""")
COMMON_PLACES = _items("""library|park|town hall|tip|recycling centre|leisure centre|swimming pool|station|school|hospital|church|cemetery|
    car park|market|post office|bus stop|playground|community centre|train station|airport|hotel|restaurant|pub|museum|theatre|cinema|gym|
    register office|civic centre|crematorium|allotments|skate park|canal|river|bridge|shops|high street|post box|bus station|town centre""")
VENUE_STARTS = _items("""The Curry|The Golden|The Lucky|Golden|Royal|The Oak|The Red|Da|La|Le|El|The Grand|Saint|The Gandhi|Pizza|Cafe|Restaurant|
    Nando's|Pizza Express|The Copper|The Blue|Olive|Lotus|The Crown|Swan|Station|The White|Jade|Sultan|Punjab|Casa|Chez|Trattoria|Shanghai|Peking|Curry|Stazione|Bangkok|Riverside|Express by|
    The Cambridge|City|Alexander|
    Prezzo|Tandoori|Maharajah""")
VENUE_ENDS = _items("""Prince|Wok|Star|Garden|House|Palace|Bistro|Tandoori|Kitchen|Restaurant|Hotel|Lodge|Guest House|Inn|Bed and Breakfast|
    Arms|Tavern|Grill|Bar|Mahal|Express|Museum|Theatre|College|Pizzeria|Brasserie|Marriott Hotel|Holiday Inn|Belfry|Club|Spice|
    Seafood|Fun House|Gallery|Pool|Church|Nightclub|Cinema|Centre|Park|Spaghetti|Chop House|Noodle Bar|Fusion|Lounge|Cafe|Saigon""")
ORG_STARTS = _items("""Tesco|Sainsbury's|Lloyds|Barclays|British|Northern|Southern|Thames|National|Citizens|Royal|First|Virgin|Capita|Marks and|
    John Lewis|Boots|Greggs|Amazon|Google|Microsoft|Apple|Morrisons|Aldi|Lidl|Age|Save the|Shelter|Serco|Veolia|Biffa|Clarion|Peabody|
    Stagecoach|Arriva|Clark and|Romero and|Hall and|Baker|Harris|Johnson|Miller|Adams|Price|Owen|Barratt|Taylor|Persimmon|Halifax|Morgan|
    Blue|Data|Open|Green|Health|Market|Farm|Legal|Estate|Weather|Energy|Power|Cloud|Smart|Social|Urban|Global""")
ORG_ENDS = _items("""Ltd|Limited|plc|Group|Housing|Homes|Bank|Water|Gas|Advice|Trust|UK|Solutions|Services|and Sons|Partners|Inc|Incorporated|LLC|
    Associates|Foundation|Systems|Media|Academy|Council|Energy|Wimpey|Spencer|Insurance|Stanley|& Co|and Partners|Networks|Research|Labs|Network""")
